"""Which files a run reads, and in which order."""

import io
import os
import sys
from pathlib import Path

import pytest

from flows.sources.find import SourceFile, discover
from transforms.errors import InvalidRequest, UnreadableArticle


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/deep/d.JSON", "sub/e.pdf", ".hidden.txt", ".git/f.txt", "sub/.g.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths: str) -> list[str]:
    return [file.name for file in discover(paths)]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["."], ["a.md", "b.txt", "sub/c.html", "sub/deep/d.JSON"]),
        (["sub"], ["sub/c.html", "sub/deep/d.JSON"]),
        (["b.txt", "a.md"], ["b.txt", "a.md"]),
        (["b.txt", "."], ["b.txt", "a.md", "sub/c.html", "sub/deep/d.JSON"]),  # each file once
        (["sub/e.pdf"], ["sub/e.pdf"]),  # named: the reader says what is wrong with it
        ([".hidden.txt"], [".hidden.txt"]),
        (["*.txt"], ["b.txt"]),
        ([".*.txt"], [".hidden.txt"]),
        (["**/*.html", "*.md"], ["sub/c.html", "a.md"]),
        (["s?b"], ["sub/c.html", "sub/deep/d.JSON"]),
        (["-", "b.txt", "-"], ["-", "b.txt"]),
    ],
)
def test_discover(folder: Path, paths: list[str], expected: list[str]) -> None:
    assert names(*paths) == [str(Path(name)) for name in expected]


def test_absolute_patterns(folder: Path) -> None:
    assert names(str(folder / "*.md")) == [str(folder / "a.md")]


def test_a_file_whose_name_looks_like_a_pattern(folder: Path) -> None:
    (folder / "x[1].txt").write_text("x", encoding="utf-8")
    assert names("x[1].txt") == ["x[1].txt"]


def test_suffixes_can_be_chosen(folder: Path) -> None:
    assert [file.name for file in discover(["."], suffixes=(".pdf",))] == [str(Path("sub/e.pdf"))]


@pytest.mark.parametrize("path", ["nowhere", "nowhere/*.txt", "*.docx", "a**b"])
def test_missing_paths_are_refused_before_anything_is_read(folder: Path, path: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        discover(["b.txt", path])
    assert path in str(caught.value)


def test_links_are_followed_once(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "sub" / "twin.txt").symlink_to(folder / "b.txt")
    assert names("sub") == ["sub/c.html", "sub/deep/d.JSON", "sub/loop/a.md", "sub/loop/b.txt"]


def test_read(folder: Path) -> None:
    assert SourceFile("b.txt", folder / "b.txt").read() == b"x"


@pytest.mark.parametrize(
    ("name", "limit", "reason"), [("b.txt", 0, "too_large"), ("gone.txt", 9, "unreadable"), ("sub", 10**6, "unreadable")]
)
def test_read_refuses(folder: Path, name: str, limit: int, reason: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        SourceFile(name, folder / name).read(limit)
    assert (caught.value.reason, caught.value.where) == (reason, name)
    assert caught.value.remedy


def test_broken_link_is_reported_when_read(folder: Path) -> None:
    (folder / "broken.txt").symlink_to(folder / "gone")
    (file,) = discover(["broken.txt"])
    with pytest.raises(UnreadableArticle) as caught:
        file.read()
    assert caught.value.reason == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with pytest.raises(UnreadableArticle):
        SourceFile("pipe.txt", folder / "pipe.txt").read()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_closed_folder_is_reported(folder: Path) -> None:
    closed = folder / "sub"
    closed.chmod(0)
    try:
        (file,) = (file for file in discover(["."]) if file.name == "sub")
        with pytest.raises(UnreadableArticle):
            file.read()
    finally:
        closed.chmod(0o700)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"0123456789")))
    (file,) = discover(["-"])
    assert file.read(4) == b"01234"  # one more than the limit: the reader rejects it


def test_files_of_other_kinds_in_a_folder_are_told(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "c.docx", ".hidden.pdf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    told: list[str] = []
    assert [Path(f.name).name for f in discover([str(tmp_path)], passed_over=lambda path: told.append(path.name))] == ["a.txt"]
    assert told == ["b.pdf", "c.docx"]
