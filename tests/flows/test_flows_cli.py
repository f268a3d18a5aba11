"""The command's edges: exit statuses, messages, what is imported when, pipes and interrupts. What verbs do is tested end to end."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.extractors import InProcess
from flows.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REGESTA = Path(sys.executable).with_name("regesta")
STORY = "Russia demanded guarantees from NATO on Monday."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("REGESTA_WAREHOUSE", "REGESTA_WORKERS", "REGESTA_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def regesta(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


CALL = "from flows.cli import main\ntry:\n    main({!r})\nexcept SystemExit as end:\n    print('ENDED', end.code)"


def in_a_fresh_process(*arguments: str, watch: tuple[str, ...]) -> tuple[str, set[str]]:
    """What the command printed, with its exit status as the last line, and which of the watched modules it has loaded."""
    code = f"import sys\n{CALL.format(list(arguments))}\nprint('LOADED', *[name for name in {watch!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    output, _, loaded = done.stdout.rpartition("LOADED")
    return output.strip(), set(loaded.split())


def test_help_loads_nothing_heavy() -> None:
    heavy = ("spacy", "duckdb", "prefect", "pydantic", "rich", "trafilatura", "yaml")
    output, loaded = in_a_fresh_process("--help", watch=heavy)
    assert output.endswith("ENDED 0")
    assert loaded == set()


def test_ingest_never_imports_prefect_and_an_unchanged_article_costs_no_model(here: Path) -> None:
    (here / "a.txt").write_text(STORY, encoding="utf-8")
    (here / "empty.txt").write_bytes(b"")
    watch = ("prefect", "spacy", "duckdb")
    output, loaded = in_a_fresh_process("ingest", "a.txt", "empty.txt", watch=watch)
    assert loaded == {"spacy", "duckdb"}
    assert "empty.txt: empty: " in output
    assert output.endswith("ENDED 1")  # a file was rejected
    output, loaded = in_a_fresh_process("ingest", "a.txt", watch=watch)
    assert loaded == {"duckdb"}
    assert output.endswith("ENDED 0")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux' accounts of processes")
def test_ingest_shows_that_it_works_within_three_seconds(here: Path) -> None:
    """Seconds of the processor, not of the clock: other programs on this machine must not make the difference."""
    (here / "a.txt").write_text(STORY, encoding="utf-8")
    ours, terminal = pty.openpty()
    with subprocess.Popen([REGESTA, "ingest", "a.txt"], stdout=subprocess.DEVNULL, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        while b"articles" not in shown:
            shown += os.read(ours, 1024)
        user, system = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        process.kill()
    os.close(ours)
    assert (int(user) + int(system)) / os.sysconf("SC_CLK_TCK") < 3


@pytest.mark.parametrize("verb", ["ingest", "extract", "timeline", "explain", "sql", "check", "publish"])
def test_every_verb_has_help(verb: str) -> None:
    found = regesta(verb, "--help")
    assert found.exit_code == 0
    assert f"Usage: main {verb}" in found.output


@pytest.mark.parametrize(
    "arguments", [("timeline",), ("explain", "abcdef"), ("sql", "SELECT 1"), ("check",), ("publish",), ("timeline", "--format", "json")]
)
def test_without_a_lake_every_verb_says_what_to_do(arguments: tuple[str, ...]) -> None:
    found = regesta(*arguments)
    assert found.exit_code == 2
    assert "regesta ingest" in found.stderr
    assert len(found.stderr.strip().splitlines()) == 1
    assert found.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ingest", "nowhere.txt"), "nowhere.txt: there is no such file"),
        (("ingest", ".", "--published", "yesterday"), "'yesterday'"),
        (("ingest", ".", "--field", "body"), "'body'"),
        (("ingest", ".", "--workers", "0"), "--workers"),
        (("ingest",), "PATH"),
        (("extract",), "neither FILES nor --input"),
        (("extract", "a.txt", "--input", "b.jsonl"), "both FILES and --input"),
        (("extract", "--input", "nowhere.jsonl"), "nowhere.jsonl: No such file"),
        (("extract", "--input", "-", "--published", "2018"), "in each line"),
        (("timeline", "--format", "xml"), "xml"),
        (("timeline", "--limit", "0"), "--limit"),
    ],
)
def test_wrong_calls_end_with_status_2_and_a_message(arguments: tuple[str, ...], message: str) -> None:
    found = regesta(*arguments)
    assert found.exit_code == 2
    assert message in found.stderr
    assert "Traceback" not in found.output


def test_the_environment_names_the_lake(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGESTA_WAREHOUSE", str(here / "from_environment"))
    assert "from_environment" in regesta("timeline").stderr
    assert "given" in regesta("timeline", "--warehouse", "given").stderr


def test_a_file_name_cannot_steer_the_terminal() -> None:
    found = regesta("ingest", "no\x1b[2J\u202e.txt")
    assert "no\\x1b[2J\\u202e.txt" in found.stderr
    assert "\x1b" not in found.stderr


def lines(*rows: Any) -> bytes:
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def test_extract_reads_standard_input_and_writes_standard_output() -> None:
    found = regesta("extract", "--input", "-", stdin=lines({"doc": "a", "text": STORY}))
    assert found.exit_code == 0
    assert json.loads(found.stdout)["doc"] == "a"
    assert found.stderr == ""


def test_extract_writes_a_file_and_ends_with_status_1_after_a_malformed_line(here: Path) -> None:
    (here / "in.jsonl").write_bytes(lines({"doc": "a", "text": STORY}, b"{oops", {"doc": "ü", "text": STORY}))
    found = regesta("extract", "--input", "in.jsonl", "--output", "out.jsonl")
    assert (found.exit_code, found.stdout) == (1, "")
    answers = [json.loads(line) for line in (here / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [answer["doc"] for answer in answers] == ["a", None, "ü"]
    assert answers[0]["events"]


def test_extract_reads_files_in_their_order(here: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (here / name).write_text(STORY, encoding="utf-8")
    found = regesta("extract", "b.txt", "a.txt", "--published", "2018-02-26")
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(answer["doc"], answer["published"], answer["text"]) for answer in answers] == [
        ("b.txt", "2018-02-26", STORY),
        ("a.txt", "2018-02-26", STORY),
    ]


def test_extract_refuses_to_overwrite_what_it_reads(here: Path) -> None:
    (here / "in.jsonl").write_bytes(lines({"doc": "a", "text": STORY}))
    found = regesta("extract", "--input", "in.jsonl", "--output", "./in.jsonl")
    assert found.exit_code == 2
    assert (here / "in.jsonl").read_bytes() == lines({"doc": "a", "text": STORY})


def test_extract_makes_no_lake(here: Path) -> None:
    regesta("extract", "--input", "-", stdin=lines({"doc": "a", "text": STORY}))
    assert list(here.iterdir()) == []


def test_extract_flushes_each_line_and_ends_quietly_when_its_reader_has_gone(here: Path) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([REGESTA, "extract", "--input", "-"], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(lines({"doc": "a", "text": STORY}))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["doc"] == "a"  # answered while the input is still open
        process.stdout.close()
        process.stdin.write(lines(*({"doc": "b", "text": STORY} for _ in range(3))))
        process.stdin.close()
        assert process.wait(timeout=60) != 0
        assert process.stderr.read() == b""


def test_extract_writes_utf_8_whatever_the_locale(here: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([REGESTA, "extract", "--input", "-"], input=lines({"doc": "ü", "text": ""}), capture_output=True, env=environment)
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["doc"] == "ü"


def test_an_interrupt_ends_with_status_130_and_says_what_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(InProcess):
        def submit(self, items: Any) -> Any:
            os.kill(os.getpid(), signal.SIGINT)
            return super().submit(items)

    monkeypatch.setattr("flows.extractors.extractor", lambda model, *_: Interrupted(model))
    for name in ("a.txt", "b.txt"):
        (here / name).write_text(STORY + name, encoding="utf-8")
    found = regesta("ingest", ".")
    assert found.exit_code == 130
    assert "1 new, 0 changed" in found.stdout
    assert "the same command again goes on where this stopped" in found.stdout


def test_the_guide_tells_every_verb_option_and_setting() -> None:
    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    verbs = dict(main.commands)
    for name, group in main.commands.items():
        if isinstance(group, click.Group):
            verbs |= {f"{name} {inner}": verb for inner, verb in group.commands.items()}
    for name, verb in verbs.items():
        assert f"regesta {name}" in guide
        for parameter in verb.params:
            told = [option for option in parameter.opts if option.startswith("--")]
            assert all(option in guide for option in told), (name, told)
    for setting in Settings.model_fields:
        assert f"REGESTA_{setting.upper()}" in guide
