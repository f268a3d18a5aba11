"""The published marts as Parquet files: one folder a version, and one small file that says which version holds.

    published/manifest.json        the version that holds, replaced in one step: folder, run, snapshot, and for each mart file, rows, doc
    published/<version>/*.parquet  one version, complete before the manifest names it
    published/current              a link to that folder, for people

Files in one place cannot be replaced in one step, so a reader of `published/*.parquet` could get marts of two runs. Who reads the manifest
first and then the files it names always has one; versions that no longer hold stay for a while for those who are still reading.
"""

import json
import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from transforms.errors import WarehouseError

PARQUET_FOLDER = "published"
MANIFEST = "manifest.json"
CURRENT = "current"
KEPT_VERSIONS = 5
KEPT_SECONDS = 600.0


def version_name(snapshot: int) -> str:
    """A name for a version of that snapshot that no other version has."""
    return f"{snapshot}-{secrets.token_hex(4)}"


def put_in_place(made: Path, folder: Path, manifest: dict[str, Any], *, keep_versions: int = KEPT_VERSIONS) -> None:
    """Makes the Parquet files in `made` the published version of the lake in `folder`; `made` is moved there.

    Args:
        made: A folder on the same file system with the complete files.
        folder: The lake's folder.
        manifest: What `manifest.json` says beside the version's folder.
        keep_versions: How many versions may stay, this one included; those that have not held for ten minutes go in any case.

    Raises:
        OSError: The disk refused; the version before still holds.
    """
    published = folder / PARQUET_FOLDER
    published.mkdir(exist_ok=True)
    version = version_name(manifest["lake_snapshot"])
    for path in (*sorted(made.iterdir()), made):
        if path != made:
            path.chmod(0o444)
        sync(path)
    made.rename(published / version)
    sync(published)
    _replace(published / MANIFEST, json.dumps({"folder": version, **manifest}, indent=2) + "\n")
    _link(published / CURRENT, version)
    sync(published)
    _sweep(published, version, keep_versions)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of what the lake in `folder` has published.

    Raises:
        WarehouseError: Nothing was published here.
    """
    path = folder / PARQUET_FOLDER / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WarehouseError(str(path), "nothing was published here", remedy="run regesta ingest, or name the lake's folder") from error
    return found


def sync(path: Path) -> None:
    """Waits until a file or the entries of a folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.write_text(text, encoding="utf-8")
    temporary.chmod(0o444)
    sync(temporary)
    temporary.replace(path)


def _link(path: Path, version: str) -> None:
    """Not every file system has links; the manifest is what counts."""
    temporary = path.with_name(f".{path.name}.new")
    with suppress(OSError):
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(version)
        temporary.replace(path)


def _sweep(published: Path, current: str, keep_versions: int) -> None:
    """Removes versions nobody reads any more, those of killed publishers among them, and the files that regesta 0.1 laid here."""
    for stray in published.glob("*.parquet"):
        stray.unlink()
    folders = [path for path in published.iterdir() if path.is_dir() and not path.is_symlink() and path.name != current]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    # A version held until the next one was made; `current` was made just now.
    held_until = [time.time(), *(path.stat().st_mtime for path in folders)]
    for number, (path, until) in enumerate(zip(folders, held_until, strict=False), 1):
        if number >= keep_versions or time.time() - until > KEPT_SECONDS:
            shutil.rmtree(path)
