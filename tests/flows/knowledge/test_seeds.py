"""Seed files that cannot be read are named with their line."""

from pathlib import Path

import pytest

from flows.knowledge.seeds import read_rules, read_table
from transforms.errors import SeedError


def test_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('a,b\n1," x, y "\n', encoding="utf-8")
    assert read_table(tmp_path / "t.csv") == [{"a": "1", "b": "x, y", "_where": f"{tmp_path / 't.csv'} line 2"}]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a,b\n1\n", "line 2: 1 cells; allowed: 2"),
        (b"a,b\n1,2,3\n", "line 2: 3 cells"),
        (b"a,b\n1,2\n\xff,2\n", "line 3: no UTF-8"),
        (b"a;b\n1;2\n", "line 1: 'a;b'; allowed: cells parted by commas"),
        (b"a,b\n1,x\x00\n", "line 2: a control character"),
        (b'a,b\n1,"x\ny"\n', "line 3: a control character"),
    ],
)
def test_a_broken_table(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(SeedError, match=told):
        read_table(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [("a: [", "no YAML"), ("a: 1", "not a list of mappings"), ("- 1", "not a list of mappings"), ("- a: [in, no]", "quote")],
)
def test_broken_rules(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "r.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=told):
        read_rules(tmp_path / "r.yml")
