"""Articles at addresses that fsspec reads: object storage (s3://, gs://). Reading is tried again when the network fails."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

from transforms.errors import InvalidRequest, RegestaError, UnreadableArticle
from transforms.reading import too_large
from transforms.reading.options import DEFAULT_SIZE_LIMIT

EXTRAS = {"s3": "s3", "gs": "gs", "gcs": "gs"}  # scheme -> what `pip install regesta[...]` it needs
_FOREVER = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)  # trying again changes nothing
_FILE = "file://"
_ATTEMPTS = 5
_SILENT = 3  # files in a row that a store does not hand over: it is away, and would be for every file that follows
_MAGIC = frozenset("*?[")

log = logging.getLogger("regesta.sources")
T = TypeVar("T")


@dataclass
class Store:
    """What the files of one address share: fsspec's file system, and how many of them in a row it did not hand over."""

    system: Any
    silent: int = 0

    def read(self, name: str) -> bytes:
        """One file's bytes.

        Raises:
            UnreadableArticle: The store does not hand it over, several times (`unreadable`).
            RegestaError: Nor the files before it; a run that went on would reject all that follow, slowly.
        """
        try:
            found = patiently(lambda: bytes(self.system.cat_file(name)), name)
        except Exception as error:
            self.silent += not isinstance(error, _FOREVER)
            told = f"{type(error).__name__}: {error}"
            if self.silent >= _SILENT:
                remedy = "check network and keys; the same command again goes on"
                raise RegestaError(name, f"the store has not handed over {_SILENT} files in a row; last {told}", remedy=remedy) from error
            remedy = "check that the file is there and that you may read it; the next run tries again"
            raise UnreadableArticle(name, "unreadable", told, remedy=remedy) from error
        self.silent = 0
        return found


@dataclass(frozen=True)
class RemoteFile:
    """One file at an address. `version` changes with its content: the store's own mark, or size and time of change."""

    name: str
    size: int
    version: str
    store: Store

    @property
    def identity(self) -> str:
        """Equal for two names of one file."""
        return self.name

    def read(self, size_limit: int = DEFAULT_SIZE_LIMIT) -> bytes:
        """The file's bytes; a file over the limit is not read at all.

        Raises:
            UnreadableArticle: Over `size_limit` bytes (`too_large`), or the store does not hand it over, several times (`unreadable`).
            RegestaError: Nor the files before it.
        """
        if self.size > size_limit:
            raise too_large(self.name, self.size, size_limit)
        return self.store.read(self.name)


def is_address(path: str) -> bool:
    """Whether a path is an address (`scheme://...`)."""
    return "://" in path


def without_scheme(path: str) -> str:
    """The path that a `file://` address means, as fsspec takes it: what follows is the path as it is, not percent-encoded.

    Raises:
        InvalidRequest: The address does not name an absolute path.
    """
    if not path.startswith(_FILE):
        return path
    if not path.removeprefix(_FILE).startswith("/"):
        raise InvalidRequest(path, "no absolute path", allowed="file:///folder/file", remedy="write three slashes, or the path alone")
    return path.removeprefix(_FILE)


@dataclass(frozen=True)
class Address:
    """A file, a folder or a pattern at an address.

    Raises:
        InvalidRequest: No such scheme, or its package is not installed.
    """

    url: str

    @cached_property
    def system(self) -> Any:
        """Fsspec's file system for the scheme."""
        import fsspec

        scheme = urlsplit(self.url).scheme
        if scheme not in EXTRAS:
            allowed = ", ".join(f"{name}://" for name in EXTRAS)
            raise InvalidRequest(self.url, f"addresses with {scheme}:// are not read", allowed=allowed, remedy="fetch the files first")
        try:
            return fsspec.filesystem(scheme)
        except ImportError as error:
            remedy = f"pip install 'regesta[{EXTRAS[scheme]}]'"
            raise InvalidRequest(self.url, f"the package for {scheme}:// is not installed", remedy=remedy) from error

    def files(self) -> Iterator[RemoteFile]:
        """All files under the address, sorted; hidden ones are left out unless the address names them.

        Raises:
            RegestaError: The store does not answer, several times.
        """
        store = Store(self.system)
        for path, info in sorted(self._listed().items()):
            if info.get("type") == "file":
                yield RemoteFile(self.system.unstrip_protocol(path), int(info.get("size") or 0), _version(info), store)

    def _listed(self) -> dict[str, dict[str, Any]]:
        try:
            found: dict[str, dict[str, Any]] = patiently(self._list, self.url)
        except Exception as error:
            raise RegestaError(
                self.url, f"{type(error).__name__}: {error}", remedy="check address, keys and network; then again"
            ) from error
        inside = len(self.system._strip_protocol(self.url).split("/"))
        hidden_too = any(part.startswith(".") for part in self.url.split("/"))
        return {path: info for path, info in found.items() if hidden_too or not _hidden(path.split("/")[inside:])}

    def _list(self) -> dict[str, dict[str, Any]]:
        self.system.invalidate_cache()
        if _MAGIC & set(self.url):
            return self._matches()
        found: dict[str, dict[str, Any]] = self.system.find(self.url, detail=True)
        return found

    def _matches(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.system.glob(self.url, detail=True)
        for folder in [path for path, info in found.items() if info.get("type") == "directory"]:
            found |= self.system.find(folder, detail=True)
        return found


def _hidden(parts: list[str]) -> bool:
    return any(part.startswith(".") for part in parts)


def _version(info: dict[str, Any]) -> str:
    """The store's mark of the content (S3: ETag, Google: md5Hash), else size and time of change."""
    for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "updated"):
        if info.get(key):
            return f"{info.get('size')}-{str(info[key]).strip(chr(34))}"
    return ""


def patiently(work: Callable[[], T], what: str) -> T:
    """Does `work`, again when it fails, with growing random pauses; what no other try can change is raised at once."""
    for attempt in range(_ATTEMPTS - 1):
        try:
            return work()
        except _FOREVER:
            raise
        except Exception as error:
            pause = random.uniform(0.5, 1.0) * 0.25 * 2**attempt  # noqa: S311 (no secret; many readers must not come back in step)
            log.warning("%s: %s: %s; trying again in %.1f s", what, type(error).__name__, error, pause)
            time.sleep(pause)
    return work()
