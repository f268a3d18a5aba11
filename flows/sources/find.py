"""Which files a run reads: files, folders, globs, addresses and standard input, in one order on every machine.

Another kind of source (a feed, a web archive) is a function that yields objects of the form `Source`, called by `_files`.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Protocol

from flows.sources.remote import Address, is_address, without_scheme
from transforms.errors import InvalidRequest, UnreadableArticle
from transforms.reading import STANDARD_INPUT, SUFFIXES, too_large
from transforms.reading.options import DEFAULT_SIZE_LIMIT


class Source(Protocol):
    """Something that holds articles in one of the formats. `name` is how the user would write it; its ending names the format."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def identity(self) -> str:
        """Equal for two names of one source."""
        ...

    @property
    def version(self) -> str:
        """Changes when the bytes do; "" when that cannot be known without reading them."""
        ...

    def read(self, size_limit: int = DEFAULT_SIZE_LIMIT) -> bytes:
        """All bytes. Raises: UnreadableArticle."""
        ...


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One local file: `name` as the user would write it, `path` where it lies (None: standard input)."""

    name: str
    path: Path | None

    @property
    def identity(self) -> str:
        """The path without links."""
        return str(self.path.resolve()) if self.path else STANDARD_INPUT

    @property
    def version(self) -> str:
        """Size and time of the last change, in nanoseconds."""
        try:
            stat = self.path.stat() if self.path else None
        except OSError:
            return ""
        return f"{stat.st_size}-{stat.st_mtime_ns}" if stat else ""

    def read(self, size_limit: int = DEFAULT_SIZE_LIMIT) -> bytes:
        """The file's bytes; a file over the limit is not read at all.

        Raises:
            UnreadableArticle: Over `size_limit` bytes (`too_large`), or the system refuses to hand it over (`unreadable`).
        """
        if self.path is None:
            return sys.stdin.buffer.read(size_limit + 1)  # one byte more lets the reader see that it is too large
        try:
            size = self.path.stat().st_size
            if size > size_limit:
                raise too_large(self.name, size, size_limit)
            if not self.path.is_file():
                raise UnreadableArticle(self.name, "unreadable", "this is no regular file", remedy="name a file or a folder")
            return self.path.read_bytes()
        except OSError as error:
            remedy = "check that the file is there and that you may read it"
            raise UnreadableArticle(self.name, "unreadable", error.strerror or type(error).__name__, remedy=remedy) from error


def discover(
    paths: Sequence[str],
    *,
    suffixes: Sequence[str] = SUFFIXES,
    passed_over: Callable[[Path], None] = lambda _: None,
    must_exist: bool = True,
) -> Iterator[Source]:
    """The files that these paths mean, each once: arguments in their order, the files of a folder or glob sorted by path.

    A named file is taken whatever its ending (the reader rejects what it does not know); in folders only files with a known
    ending count. Hidden files and folders (".git") are skipped unless named. Links are followed, each folder once.

    Args:
        paths: Files, folders (searched to the bottom), glob patterns, addresses of these (s3://, gs://, file://), or "-" for standard
            input.
        suffixes: Endings that count in folders, lower case with their dot.
        passed_over: Is told each file of a folder that has another ending, so that a run can say so.
        must_exist: Whether a path that is not there is an error; otherwise it means no file.

    Raises:
        InvalidRequest: A path does not exist, a pattern fits nothing, or an address is of an unknown kind; raised before the first file
            comes out. An address where nothing lies means no file.
    """
    roots = [root for path in paths for root in _roots(path, must_exist)]
    return _once(file for root in roots for file in _files(root, tuple(suffixes), passed_over))


def _roots(path: str, must_exist: bool) -> list[str]:
    path = without_scheme(path)
    if is_address(path):
        _ = Address(path).system  # an unknown scheme is told before the first file is read
        return [path]
    if path == STANDARD_INPUT or os.path.lexists(path):
        return [path]
    if not any(map(_has_magic, Path(path).parts)):
        if not must_exist:
            return []
        raise InvalidRequest(path, "there is no such file or folder", remedy="check the spelling, or quote a pattern like 'news/*.html'")
    found = sorted(_matches(Path(path)), key=lambda match: match.parts)
    if not found and must_exist:
        raise InvalidRequest(path, "the pattern fits no file", remedy="try it with ls")
    return [str(match) for match in found]


def _matches(pattern: Path) -> Iterator[Path]:
    """What a pattern fits, hidden files only where the pattern names them, as the shell does it."""
    fixed = list(takewhile(lambda part: not _has_magic(part), pattern.parts))
    base, rest = Path(*fixed), pattern.parts[len(fixed) :]
    try:
        matches = list(base.glob(str(Path(*rest))))
    except ValueError as error:  # "a**b"
        raise InvalidRequest(str(pattern), str(error), remedy="write ** between slashes only") from error
    hidden_too = any(part.startswith(".") for part in rest)
    return (m for m in matches if hidden_too or not any(p.startswith(".") for p in m.relative_to(base).parts))


def _has_magic(part: str) -> bool:
    return any(char in part for char in "*?[")


def _files(root: str, suffixes: tuple[str, ...], passed_over: Callable[[Path], None]) -> Iterator[Source]:
    if root == STANDARD_INPUT:
        yield SourceFile(root, None)
    elif is_address(root):
        yield from _at_address(root, suffixes, passed_over)
    elif not Path(root).is_dir():
        yield SourceFile(root, Path(root))
    else:
        yield from _in_folder(Path(root), suffixes, passed_over, set())


def _in_folder(folder: Path, suffixes: tuple[str, ...], passed_over: Callable[[Path], None], seen: set[Path]) -> Iterator[Source]:
    """The files of a folder and its folders; `seen` keeps a link that leads back up from being followed for ever."""
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError:
        yield SourceFile(str(folder), folder)  # its read() says why, so that the run reports it
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _in_folder(entry, suffixes, passed_over, seen)
        elif entry.suffix.lower() in suffixes:
            yield SourceFile(str(entry), entry)
        else:
            passed_over(entry)


def _once(files: Iterator[Source]) -> Iterator[Source]:
    seen: set[str] = set()
    for file in files:
        identity = file.identity
        if identity not in seen:
            seen.add(identity)
            yield file


def _at_address(address: str, suffixes: tuple[str, ...], passed_over: Callable[[Path], None]) -> Iterator[Source]:
    for file in Address(address).files():
        if file.name == address or Path(file.name).suffix.lower() in suffixes:
            yield file
        else:
            passed_over(Path(file.name))
