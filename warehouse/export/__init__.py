"""The published timeline as files for other programs: one format a module, written beside each other and then put in place at once."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.errors import InvalidRequest, WarehouseError
from warehouse.export import as_csv, as_gdelt, as_jsonl, as_parquet, as_plover
from warehouse.export.selection import Selection, Written
from warehouse.parquet import sync
from warehouse.query import Filters, open_published

MANIFEST = "regesta-export.json"
FORMATS: dict[str, Callable[[Selection, Path], Written]] = {
    "csv": as_csv.write,
    "parquet": as_parquet.write,
    "jsonl": as_jsonl.write,
    "plover": as_plover.write,
    "gdelt": as_gdelt.write,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: paths, events, and how many events were left out, by reason."""

    files: tuple[Path, ...]
    events: int
    left_out: dict[str, int]


def export(warehouse: Path, form: str, target: Path, filters: Filters | None = None, *, denied: bool = False) -> Exported:
    """Writes what the lake in `warehouse` has published, as far as it fits the filters, into the folder `target`.

    All files are complete before the first is put in place, each in one step; `regesta-export.json`, the last, lists them. Files of an
    earlier export are replaced, those of anybody else never.

    Raises:
        InvalidRequest: The format is unknown, a filter is not in its documented form, or `target` holds a file of another origin.
        WarehouseError: Nothing was published, or the disk refused.
    """
    if form not in FORMATS:
        raise InvalidRequest("format", repr(form), allowed=", ".join(FORMATS), remedy="name one of them")
    try:
        target.mkdir(parents=True, exist_ok=True)
        workspace = Path(tempfile.mkdtemp(prefix=".regesta-export-", dir=target))
        try:
            with open_published(warehouse) as connection:
                selection = Selection(connection, filters or Filters(), denied=denied)
                written = FORMATS[form](selection, workspace)
                _refuse_foreign(target, written.files)
                _put_in_place(workspace, target, written, {"format": form, **selection.about})
        finally:
            shutil.rmtree(workspace, ignore_errors=True)
    except OSError as error:
        raise WarehouseError(
            str(target), error.strerror or str(error), remedy="name a folder that you may write, on a disk with room"
        ) from error
    return Exported(tuple(target / name for name in written.files), written.events, dict(written.left_out))


def _refuse_foreign(target: Path, names: tuple[str, ...]) -> None:
    ours = _earlier(target)
    foreign = [name for name in names if (target / name).is_symlink() or ((target / name).exists() and name not in ours)]
    if foreign:
        found = f"{foreign[0]} is there and was not written by regesta export"
        raise InvalidRequest(str(target), found, remedy="name an empty or a new folder, or move the file away")


def _earlier(target: Path) -> set[str]:
    try:
        return set(json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()


def _put_in_place(workspace: Path, target: Path, written: Written, about: dict[str, Any]) -> None:
    files = {name: {"bytes": (workspace / name).stat().st_size, "sha256": _digest(workspace / name)} for name in written.files}
    kept = {name: None for name in _earlier(target) if name not in files and (target / name).exists()}
    manifest = {**about, "events": written.events, "left_out": written.left_out, "files": {**kept, **files}}
    (workspace / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    for name in (*written.files, MANIFEST):
        sync(workspace / name)
    for name in (*written.files, MANIFEST):
        (workspace / name).replace(target / name)
    sync(target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
