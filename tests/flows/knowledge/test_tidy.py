"""The tables' canonical form: what differs from it is told with its line, and mended without loss."""

import csv
from pathlib import Path

import pytest

from flows.knowledge.seeds import SEEDS_DIR, read_table
from flows.knowledge.tidy import canonical, check_form, mend_form, seed_tables, write_whole
from transforms.errors import SeedError

HEADER = "actor_id,label,names,gender,country,wikidata,source\n"
TIDY = HEADER + 'PER:a,A B,A B|A C,m,FRA,,x\nPER:b,B C,B C,f,FRA,,"x, y"\n'
UNTIDY = [
    (HEADER + 'PER:b,B C,B C,f,FRA,,"x, y"\nPER:a,A B,A B|A C,m,FRA,,x\n', 2),  # order
    (TIDY.replace("\n", "\r\n"), 1),
    ("\ufeff" + TIDY, 1),
    (TIDY.replace("A B|A C", " A B |A C|A B|"), 2),
    (TIDY.replace("FRA", '"FRA"'), 2),
    (TIDY.rstrip("\n"), 3),
    ('label,actor_id,names,gender,country,wikidata,source\nA B,PER:a,A B|A C,m,FRA,,x\nB C,PER:b,B C,f,FRA,,"x, y"\n', 1),
]


@pytest.mark.parametrize("path", seed_tables(None), ids=lambda path: path.stem)
def test_the_shipped_tables_are_in_form(path: Path) -> None:
    check_form(path)


def test_seed_tables_are_all_tables(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "persons.csv").write_text(TIDY, encoding="utf-8")
    assert set(seed_tables(tmp_path)) == {*SEEDS_DIR.rglob("*.csv"), tmp_path / "actors" / "persons.csv"}


@pytest.mark.parametrize(("text", "line"), UNTIDY)
def test_an_untidy_table_is_told_and_mended(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "persons.csv"
    path.write_bytes(text.encode())
    with pytest.raises(SeedError, match=rf"persons.csv line {line}: not in canonical form; allowed: .*; run regesta lint --fix"):
        check_form(path)
    assert mend_form(path)
    assert path.read_text(encoding="utf-8") == TIDY
    check_form(path)
    assert not mend_form(path)


def test_mending_keeps_every_row_also_of_tables_without_an_order(tmp_path: Path) -> None:
    path = tmp_path / "ambiguous_names.csv"
    path.write_bytes((SEEDS_DIR / "actors" / "ambiguous_names.csv").read_bytes().replace(b"\n", b"\r\n"))
    before = [list(row.values())[:-1] for row in read_table(path)]
    mend_form(path)
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == before


def test_unknown_columns_stay_for_the_lint_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    path.write_text("actor_id,nickname\nPER:a,x\n", encoding="utf-8")
    assert canonical(path) == "actor_id,nickname\nPER:a,x\n"


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "t.csv"
    write_whole(path, "one\n")
    path.chmod(0o600)
    write_whole(path, "two\n")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("two\n", 0o600)
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "two\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["t.csv"]
