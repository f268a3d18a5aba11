"""Sources that are elsewhere: addresses, object storage, stores that fail, files that another process still writes."""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from flows.extractors import InProcess
from flows.pipeline import Job, Steps, load_extracted, run
from flows.scheduled.requests import IngestRequest
from flows.settings import DEFAULT_MODEL
from flows.showing.report import RunSummary
from flows.sources.find import SourceFile, discover
from flows.sources.inbox import move_away
from flows.sources.remote import RemoteFile, Store, patiently
from tests.conftest import ObjectServer
from transforms.errors import InvalidRequest, RegestaError, UnreadableArticle
from warehouse.lake import open_lake

UNPUBLISHED = Steps(load_extracted, lambda lake, _: lake.folder)


@pytest.fixture(autouse=True)
def no_pauses(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("services") is None:
        monkeypatch.setattr("flows.sources.remote.time.sleep", lambda _: None)


def names(*paths: str) -> list[str]:
    return [source.name for source in discover(paths)]


def ingest(lake: Path, *paths: str, settle: float = 0.0) -> RunSummary:
    return run(Job(paths, lake, DEFAULT_MODEL, settle=settle), InProcess(DEFAULT_MODEL), steps=UNPUBLISHED)


def texts(lake: Path) -> list[str]:
    with open_lake(lake, create=False) as opened:
        return [row[0] for row in opened.rows("SELECT text FROM lake.articles ORDER BY text")]


def test_file_addresses_are_the_paths_they_mean(tmp_path: Path) -> None:
    for name in ("b.txt", "a 100%.md", "sub/c.html", ".hidden.txt", "d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert names(f"file://{tmp_path}") == names(str(tmp_path)) == [str(tmp_path / name) for name in ("a 100%.md", "b.txt", "sub/c.html")]
    assert names(f"file://{tmp_path}/*.txt", str(tmp_path / "b.txt")) == [str(tmp_path / "b.txt")]


@pytest.mark.parametrize(
    ("address", "told"),
    [("file://news/a.txt", "file:///"), ("file:///nowhere/at/all", "no such file"), ("ftp://host/a.txt", "s3://, gs://")],
)
def test_addresses_that_mean_nothing_are_refused_before_anything_is_read(address: str, told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        discover(["s3://bucket/news", address])


def test_files_at_an_address_cannot_be_moved(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="are not moved"):
        IngestRequest(paths=("s3://bucket/news",), move_to=tmp_path).job("ingest")
    assert IngestRequest(paths=(f"file://{tmp_path}",), move_to=tmp_path).job("ingest").move_to == tmp_path


@pytest.mark.parametrize(
    ("errors", "calls", "raised"),
    [
        ([], 1, None),
        ([OSError("reset")], 2, None),
        ([OSError("reset"), TimeoutError()] * 2, 5, None),
        ([OSError("reset")] * 5, 5, OSError),
        ([FileNotFoundError()], 1, FileNotFoundError),
        ([OSError("reset"), PermissionError()], 2, PermissionError),
    ],
)
def test_only_what_may_pass_is_tried_again_and_not_for_ever(errors: list[Exception], calls: int, raised: type[Exception] | None) -> None:
    left, called = list(errors), []

    def work() -> str:
        called.append(1)
        if left:
            raise left.pop(0)
        return "done"

    with pytest.raises(raised) if raised else nullcontext():
        assert patiently(work, "a.txt") == "done"
    assert len(called) == calls


class Away:
    """A file system that hands over the files of `there` alone."""

    def __init__(self, there: set[str], error: Exception) -> None:
        self.there = there
        self.error = error

    def cat_file(self, name: str) -> bytes:
        if name not in self.there:
            raise self.error
        return b"x"


def test_a_store_that_is_away_ends_the_run_and_single_files_do_not() -> None:
    store = Store(Away({"c"}, OSError("reset")))
    files = {name: RemoteFile(name, 1, "", store) for name in "abcdefg"}
    for name in ("a", "b", "d", "e"):
        with pytest.raises(UnreadableArticle, match="unreadable|OSError"):
            files[name].read()
        if name == "b":
            assert files["c"].read() == b"x"
    with pytest.raises(RegestaError, match="3 files in a row") as caught:
        files["f"].read()
    assert not isinstance(caught.value, UnreadableArticle)


def test_files_that_are_gone_do_not_mean_that_their_store_is() -> None:
    store = Store(Away(set(), FileNotFoundError("gone")))
    for name in "abcdef":
        with pytest.raises(UnreadableArticle):
            RemoteFile(name, 1, "", store).read()


def test_a_file_that_is_too_large_is_not_fetched() -> None:
    with pytest.raises(UnreadableArticle, match="too large|too_large|bytes"):
        RemoteFile("a", 10, "", Store(Away(set(), AssertionError("fetched")))).read(9)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_files_are_moved_to_another_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("x", encoding="utf-8")
    target = Path("/dev/shm") / f"regesta-{os.getpid()}"
    try:
        move_away(SourceFile("a.txt", Path("a.txt")), target)
        assert (target / "a.txt").read_text(encoding="utf-8") == "x"
        assert not Path("a.txt").exists()
    finally:
        (target / "a.txt").unlink()
        target.rmdir()


WRITER = """
import pathlib, sys, time
file, end = map(pathlib.Path, sys.argv[1:])
with file.open("w", encoding="utf-8") as growing:
    while not end.exists():
        growing.write("Iran met Iraq in Baghdad. ")
        growing.flush()
        time.sleep(0.05)
    growing.write("Russia threatened NATO.")
"""


@pytest.mark.services
def test_a_file_that_a_process_still_writes_is_not_read_early(tmp_path: Path) -> None:
    inbox, end, lake = tmp_path / "inbox", tmp_path / "end", tmp_path / "lake"
    inbox.mkdir()
    (inbox / "finished.txt").write_text("China condemned Japan.", encoding="utf-8")
    os.utime(inbox / "finished.txt", (1, 1))
    growing = inbox / "growing.txt"
    with subprocess.Popen([sys.executable, "-c", WRITER, growing, end]) as writer:
        while not growing.exists():
            time.sleep(0.05)
        early = ingest(lake, str(inbox), settle=2)
        assert writer.poll() is None
        end.touch()
    assert (early.unsettled, texts(lake)) == (1, ["China condemned Japan."])
    late = ingest(lake, str(inbox), settle=2)
    assert (late.unsettled, late.counts.new) == (0, 1)
    assert texts(lake)[1].endswith("Russia threatened NATO.")


@contextmanager
def failing_half_the_time(server: str) -> Iterator[str]:
    """The address of a store that breaks off, or answers with an error, half of all requests, and passes the others on."""
    dice = random.Random(7)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 (the library's name)
            luck = dice.random()
            if luck < 0.25:
                self.close_connection = True
            elif luck < 0.5:
                self.send_error(503)
            else:
                self._pass_on()

        do_HEAD = do_GET  # noqa: N815

        def _pass_on(self) -> None:
            inner = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
            inner.request(self.command, self.path, headers=dict(self.headers.items()))
            answer = inner.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "server", "date"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            inner.close()

        def log_message(self, *_: Any) -> None:
            return None

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=proxy.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_port}"
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()


@pytest.fixture
def bucket(object_server: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Puts articles into a new bucket and returns its name; the environment leads there, as it leads other programs."""
    import s3fs

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", object_server.endpoint)

    def fill(articles: dict[str, str]) -> str:
        name = object_server.new_bucket()
        client = s3fs.S3FileSystem()
        for key, text in articles.items():
            client.pipe_file(f"{name}/{key}", text.encode())
        return name

    yield fill
    s3fs.S3FileSystem.clear_instance_cache()


@pytest.mark.services
def test_object_storage_is_read_by_folder_pattern_and_name(bucket: Callable[..., str], tmp_path: Path) -> None:
    keys = ("news/a.txt", "news/sub/b.md", "news/c.pdf", "news/.hidden/d.txt", "news2/e.txt", "odd.article")
    name = bucket(dict.fromkeys(keys, "Iran met Iraq in Baghdad."))
    assert names(f"s3://{name}/news") == [f"s3://{name}/news/a.txt", f"s3://{name}/news/sub/b.md"]
    assert names(f"s3://{name}/news*/*.txt") == [f"s3://{name}/news/a.txt", f"s3://{name}/news2/e.txt"]
    assert names(f"s3://{name}/odd.article") == [f"s3://{name}/odd.article"]
    assert names(f"s3://{name}/nothing") == []
    with pytest.raises(RegestaError, match="check address, keys and network"):
        names("s3://no-such-bucket/news")


@pytest.mark.services
def test_objects_that_have_not_changed_are_not_fetched_again(bucket: Callable[..., str], tmp_path: Path) -> None:
    import s3fs

    name = bucket({"a.txt": "Iran met Iraq in Baghdad.", "b.txt": "China condemned Japan."})
    assert ingest(tmp_path / "lake", f"s3://{name}").counts.new == 2
    s3fs.S3FileSystem().pipe_file(f"{name}/b.txt", b"Russia threatened NATO.")
    second = ingest(tmp_path / "lake", f"s3://{name}")
    assert (second.read, second.skipped, second.counts.changed) == (2, 1, 1)
    assert "Russia threatened NATO." in texts(tmp_path / "lake")


@pytest.mark.services
def test_a_store_that_fails_half_the_time_ends_complete(
    bucket: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = {f"news/{n:02}.txt": f"Iran met Iraq in Baghdad on {n} March 2018." for n in range(1, 16)}
    name = bucket(articles)
    with failing_half_the_time(os.environ["AWS_ENDPOINT_URL"]) as flaky:
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        monkeypatch.setenv("AWS_ENDPOINT_URL", flaky)
        summary = ingest(tmp_path / "lake", f"s3://{name}/news")
    assert summary.rejections == ()
    assert texts(tmp_path / "lake") == sorted(articles.values())
