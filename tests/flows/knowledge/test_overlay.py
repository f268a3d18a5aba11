"""The user's own seeds over the shipped ones: rows and rules are added or replaced, whoever reads them, and errors name the user's file."""

from pathlib import Path

import pytest

from flows.extractors import Pool
from flows.knowledge.build import check_seeds, load_registry, rules_version
from flows.knowledge.dimensions import seed_dimensions
from flows.knowledge.overlay import FOLDERS, KEYS, lay_rules
from flows.knowledge.seeds import rules, shipped_tables, tables
from flows.pipeline import Job, run
from flows.settings import DEFAULT_MODEL
from transforms.errors import InvalidRequest, RegestaError, SeedError
from transforms.reading import article_from_text
from transforms.records import Extraction

PERSONS = "actor_id,label,names,gender,country,wikidata,source\n"
TERMS = "actor_id,office,of,valid_from,valid_to,source\n"
ALIASES = "name,actor_id,use,valid_from,valid_to,source\n"
SENSES = "name,actor_id,rule,examples,counterexamples,source\n"
EVENT_RULE = """- id: agree.shakeon.1
  type: AGREE
  verb: ["shake on"]
  examples: ["[Iran|source] *shook on* it."]
  counterexamples: ["Iran shook."]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGESTA_SEEDS", "my")
    return folder


def write(own: Path, name: str, text: str) -> None:
    path = own / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_shipped_table_has_a_key() -> None:
    assert {name for folder in FOLDERS for name in shipped_tables(folder)} == set(KEYS)
    for folder in FOLDERS:
        for name, rows in shipped_tables(folder).items():
            assert all(set(KEYS[name]) <= set(row) for row in rows)


def test_new_rows_count_as_shipped_ones(own: Path) -> None:
    write(own, "actors/persons.csv", PERSONS + "PER:zorgman-jan,Jan Zorgman,Jan Zorgman,m,NLD,,me\n")
    write(own, "actors/terms.csv", TERMS + "PER:zorgman-jan,foreign_minister,NLD,2090-01-02,,me\n")
    write(own, "actors/aliases.csv", ALIASES + "Zorgistan,NLD,,,,me\n")
    registry = load_registry()
    assert registry.holder(["foreign_minister"], "NLD", "2091") == "PER:zorgman-jan"
    assert [name.actor_id for name in registry.names("Zorgistan")] == ["NLD"]
    dimensions = seed_dimensions()
    assert "PER:zorgman-jan" in {actor.actor_id for actor in dimensions.actors}
    assert ("NLD", "Zorgistan") in {(row.actor_id, row.alias) for row in dimensions.aliases}


def test_a_row_replaces_all_shipped_rows_about_the_same_thing(own: Path) -> None:
    before = [row for row in shipped_tables("actors")["terms"] if row["of"] == "FRA" and row["actor_id"] == "PER:chirac-jacques"]
    assert len([row for row in before if row["office"] == "head_of_state"]) == 1
    write(own, "actors/terms.csv", TERMS + "PER:chirac-jacques,head_of_state,FRA,1995-05-18,2007-05-15,me\n")
    write(own, "actors/ambiguous_names.csv", SENSES + "Georgia,,homonym.default,,,me\n")
    found = [row for row in tables("actors")["terms"] if row["of"] == "FRA" and row["actor_id"] == "PER:chirac-jacques"]
    assert [(r["valid_from"], r["source"]) for r in found if r["office"] == "head_of_state"] == [("1995-05-18", "me")]
    assert len(found) == len(before)  # his other offices stay
    assert load_registry().is_nobody("Georgia")
    assert len(tables("actors")["persons"]) == len(shipped_tables("actors")["persons"])


def test_rules_are_replaced_in_their_place_or_added(own: Path) -> None:
    shipped = {"a": [{"id": "1", "x": 0}, {"id": "2", "x": 0}], "b": [{"class": "c", "x": 0}]}
    mine = {"a": [{"id": "3", "x": 1}, {"id": "1", "x": 1}], "z": [{"class": "c", "x": 1}, {"id": "9", "x": 1}]}
    laid = lay_rules(shipped, mine)
    assert [(rule["id"], rule["x"]) for rule in laid["a"]] == [("1", 1), ("2", 0), ("3", 1)]
    assert laid["b"] == [{"class": "c", "x": 1}]
    assert laid["z"] == [{"id": "9", "x": 1}]
    write(own, "events/mine.yml", EVENT_RULE)
    assert [rule["id"] for rule in rules("events")["mine"]] == ["agree.shakeon.1"]
    check_seeds()


def test_the_version_of_the_rules_is_that_of_the_contents(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.delenv("REGESTA_SEEDS")
        shipped = rules_version()
    assert rules_version() == shipped  # an empty folder changes nothing
    versions = {shipped}
    for number, name in enumerate(("one", "two", "same")):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "actors/aliases.csv", ALIASES + f"Zorg,{'NLD' if number != 1 else 'FRA'},,,,me\n")
        monkeypatch.setenv("REGESTA_SEEDS", str(tmp_path / name))
        versions.add(rules_version())
    assert len(versions) == 3


def test_worker_processes_use_them_too(own: Path) -> None:
    write(own, "actors/aliases.csv", ALIASES + "Zorgistan,NLD,,,,me\n")
    with Pool(DEFAULT_MODEL, 1) as pool:
        (found,) = pool.submit([article_from_text("a.txt", "Zorgistan demanded guarantees from Iraq.")])()
    assert isinstance(found, Extraction)
    assert [actor.actor_id for actor in found.events[0].best.sources] == ["NLD"]


WRONG = [
    ("actors/persons.csv", "actor_id,label\nPER:x,X\n", "my/actors/persons.csv line 2: no column 'country'"),
    ("actors/people.csv", PERSONS, "my/actors/people.csv: unknown table; allowed: aliases.csv"),
    ("actors/persons.csv", PERSONS + "PER:x,X Y,,m,QQQ,,me\n", "my/actors/persons.csv line 2: country 'QQQ' is not known"),
    ("actors/terms.csv", TERMS + "PER:nobody,head_of_state,FRA,,,me\n", "my/actors/terms.csv line 2: actor_id 'PER:nobody' is not known"),
    ("actors/aliases.csv", ALIASES + "Moscow,FRA,,,,me\n", "my/actors/aliases.csv line 2: the name 'Moscow' is also claimed by RUS"),
    ("actors/aliases.csv", ALIASES + "Zorg,FRA,,2020-02-30,,me\n", "my/actors/aliases.csv line 2: valid_from '2020-02-30'"),
    ("actors/aliases.csv", ALIASES + "Zorg,FRA,nickname,,,me\n", "my/actors/aliases.csv line 2: use 'nickname'; allowed: name, acronym"),
    ("actors/aliases.csv", ALIASES + 2 * "Zorg,FRA,,,,me\n", "my/actors/aliases.csv line 3: Zorg, FRA, empty is also in my/actors/"),
    ("events/types.csv", "type,colour\nAGREE,red\n", "my/events/types.csv line 2: unknown column 'colour'"),
    ("events/mine.yml", "- id: x.y.1\n  type: AGREED\n  verb: [x]\n", "my/events/mine.yml entry 1"),
    ("times/mine.yml", "- id: x\n", "my/times/mine.yml entry 1: unknown file; allowed: words"),
    ("events/mine.yml", "- id: x\n- id: x\n", "my/events/mine.yml entry 2: id 'x' is taken by my/events/mine.yml entry 1"),
    ("context/actors_nouns.yml", "- id: x\n  class: verb\n  words: []\n", "my/context/actors_nouns.yml entry 1: class 'verb'"),
    ("actors/notes.xlsx", "", "my/actors/notes.xlsx: is not read; allowed: .csv; rename or remove the file"),
    ("actor/persons.csv", PERSONS, "my/actor: is not read; allowed: actors/, context/, events/, times/"),
]


@pytest.mark.parametrize(("name", "text", "told"), WRONG)
def test_a_wrong_file_is_told_before_anything_is_loaded(own: Path, tmp_path: Path, name: str, text: str, told: str) -> None:
    write(own, name, text)
    (tmp_path / "a.txt").write_text("Iran met Iraq.", encoding="utf-8")
    with Pool(DEFAULT_MODEL, 1) as pool, pytest.raises(SeedError) as caught:
        run(Job(("a.txt",), Path("lake"), DEFAULT_MODEL), pool)
    assert told in str(caught.value)
    assert not (tmp_path / "lake").exists()


def test_notes_and_hidden_files_may_lie_about(own: Path) -> None:
    for name in ("README.md", ".git", "actors/notes.txt"):
        write(own, name, "note")
    assert load_registry().actor("FRA") is not None


def test_a_folder_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGESTA_SEEDS", str(tmp_path / "nowhere"))
    with pytest.raises(InvalidRequest, match="nowhere is no folder; correct it, or make the folder"):
        rules_version()
    with pytest.raises(RegestaError, match="nowhere"):
        load_registry()
