"""What the README shows must work: its commands exist and print what it shows, its links lead somewhere, its queries run on the samples.

`python -m tests.test_readme` writes today's output into the README's console blocks; look at the difference before you commit it.
"""

import os
import re
import shlex
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from warehouse.query import open_published, run_sql

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", README, re.S)
CONSOLE = re.compile(r"(```console\n\$ regesta (.*?)\n)(.*?)(```)", re.S)
WIDTH = "110"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]


def load_samples(folder: Path) -> Path:
    """As `make run` does: the samples by their relative name, from the project's root."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        done = CliRunner().invoke(main, ["ingest", "seeds/articles", "--warehouse", str(folder)])
    finally:
        os.chdir(before)
    assert done.exit_code == 0, done.output
    return folder


def with_output(text: str, lake: Path) -> str:
    """The README with what its commands print now."""

    def answered(block: re.Match[str]) -> str:
        done = CliRunner().invoke(main, shlex.split(block[2]), env={"REGESTA_WAREHOUSE": str(lake), "COLUMNS": WIDTH})
        assert done.exit_code == 0, done.output
        shown = "\n".join(line.rstrip() for line in done.output.strip("\n").splitlines())
        return f"{block[1]}{shown}\n{block[4]}"

    return CONSOLE.sub(answered, text)


@pytest.fixture(scope="module")
def samples_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load_samples(tmp_path_factory.mktemp("readme") / "lake")


def test_console_blocks_show_what_the_commands_print(samples_lake: Path) -> None:
    assert len(CONSOLE.findall(README)) >= 2
    assert with_output(README, samples_lake) == README


def test_there_are_five_queries() -> None:
    assert len(QUERIES) == 5


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.splitlines()[0].strip("- ?"))
def test_a_query_gives_rows_on_the_samples(samples_lake: Path, query: str) -> None:
    assert run_sql(open_published(samples_lake), query.strip().rstrip(";")).rows


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_command_is_in_the_readme_and_has_help(verb: str) -> None:
    assert f"regesta {verb} " in README
    shown = CliRunner().invoke(main, [verb, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 5


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)):
        assert f"\n{target}:" in makefile


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        (ROOT / "README.md").write_text(with_output(README, load_samples(Path(scratch) / "lake")), encoding="utf-8")
