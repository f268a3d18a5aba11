"""What a person decides about names: written whole or not at all, used at once, refused with a reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.commands import actors
from flows.knowledge.build import load_registry
from flows.knowledge.decisions import KINDS, NewActor, OwnSeeds, person_id
from flows.knowledge.seeds import shipped_tables
from transforms.actors.checks import COLUMNS
from transforms.actors.names import USES
from transforms.errors import InvalidRequest, SeedError

ZORGMAN = NewActor("PER:zorgman-jan", "Jan Zorgman", "person", "NLD", ("J. Zorgman",), "m", office="foreign_minister", valid_from="2090")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnSeeds:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGESTA_SEEDS", "my")
    (tmp_path / "my").mkdir()
    return OwnSeeds(tmp_path / "my", "a test")


def lines(name: str) -> list[str]:
    return Path("my/actors", f"{name}.csv").read_text(encoding="utf-8").splitlines()


def test_a_person_with_a_term(own: OwnSeeds) -> None:
    assert own.add(ZORGMAN).name == "persons.csv"
    assert lines("persons") == [",".join(COLUMNS["persons"]), "PER:zorgman-jan,Jan Zorgman,Jan Zorgman|J. Zorgman,m,NLD,,a test"]
    assert lines("terms")[1:] == ["PER:zorgman-jan,foreign_minister,NLD,2090,,a test"]
    assert load_registry().holder(["foreign_minister"], "NLD", "2091") == "PER:zorgman-jan"


def test_a_group_with_dates(own: OwnSeeds) -> None:
    own.add(NewActor("GRP:ZB", "Zorg Brigade", "armed group", "SYR|IRQ", valid_from="2090"))
    assert lines("armed_groups")[1:] == ["GRP:ZB,Zorg Brigade,armed group,GRP:ZB,SYR|IRQ,Zorg Brigade,2090,,,a test"]


def test_aliases_and_ignored_names_are_kept_in_order(own: OwnSeeds) -> None:
    own.alias("Zorgville", "NLD", use="capital")
    own.alias("Aargistan", "FRA", valid_from="2001", valid_to="2002-03")
    own.ignore("Rio Protocol")
    assert lines("aliases")[1:] == ["Aargistan,FRA,,2001,2002-03,a test", "Zorgville,NLD,capital,,,a test"]
    assert lines("ambiguous_names")[1:] == ["Rio Protocol,,homonym.default,,,a test"]
    registry = load_registry()
    assert [(name.actor_id, name.use) for name in registry.names("ZORGVILLE")] == [("NLD", "capital")]
    assert registry.is_nobody("rio protocol")
    assert not registry.is_nobody("Georgia")  # nobody in some places only


REFUSED: list[tuple[Callable[[OwnSeeds], object], type[Exception], str]] = [
    (lambda own: own.add(ZORGMAN), InvalidRequest, r"PER:zorgman-jan is taken by Jan Zorgman \(my/actors/persons.csv line 2\)"),
    (lambda own: own.add(NewActor("PER:putin-vladimir", "V", "person", "RUS")), InvalidRequest, r"taken by .* \(seeds/actors/persons.csv"),
    (
        lambda own: own.add(NewActor("GRP:X2", "Some X", "armed group", "SYR|QQQ")),
        SeedError,
        "countries 'QQQ' is not known; allowed: a code",
    ),
    (lambda own: own.alias("Zorg", "IGO:NATTO"), SeedError, "aliases.csv, new row: actor_id 'IGO:NATTO' is not known"),
    (lambda own: own.alias("Moscow", "FRA"), SeedError, "the name 'Moscow' is also claimed by RUS .seeds/actors/states.csv line"),
    (lambda own: own.alias("zorgistan", "NLD"), InvalidRequest, "'zorgistan' means NLD already .my/actors/aliases.csv line 2"),
    (lambda own: own.alias("Ignored", "NLD"), InvalidRequest, "'Ignored' is ignored .my/actors/ambiguous_names.csv line 2.; remove"),
    (lambda own: own.ignore("Zorgistan"), InvalidRequest, "means NLD .my/actors/aliases.csv line 2.; remove that row first"),
    (lambda own: own.ignore("IGNORED"), InvalidRequest, "is ignored already"),
]


@pytest.mark.parametrize(("act", "kind", "told"), REFUSED)
def test_what_is_refused_changes_nothing(own: OwnSeeds, act: Callable[[OwnSeeds], object], kind: type[Exception], told: str) -> None:
    own.add(ZORGMAN)
    own.alias("Zorgistan", "NLD")
    own.ignore("Ignored")
    before = {path: path.read_bytes() for path in Path("my").rglob("*") if path.is_file()}
    with pytest.raises(kind, match=told):
        act(own)
    assert {path: path.read_bytes() for path in Path("my").rglob("*") if path.is_file()} == before


def test_choices_of_the_command_are_those_of_the_seeds() -> None:
    assert actors.KINDS == KINDS
    assert set(actors.USES) == set(USES) - {"person", "surname"}
    assert {row["kind"] for table in ("organisations", "armed_groups") for row in shipped_tables("actors")[table]} <= set(KINDS)


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("Jan Zorgman", "PER:zorgman-jan"),
        ("Mevlüt Çavuşoğlu", "PER:cavusoglu-mevlut"),
        ("Pelé", "PER:pele"),
        ("A. B. O'Neil", "PER:oneil-a-b"),
    ],
)
def test_the_usual_id_of_a_person(label: str, wanted: str) -> None:
    assert person_id(label) == wanted


def regesta(*arguments: str, answers: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=answers)


def test_verbs_write_and_tell_where(own: OwnSeeds) -> None:
    told = regesta("actors", "add", "Jan Zorgman", "--kind", "person", "--country", "NLD", "--office", "foreign_minister", "--from", "2090")
    assert (told.exit_code, told.output) == (0, "Jan Zorgman is PER:zorgman-jan (my/actors/persons.csv)\n")
    assert regesta("actors", "alias", "Zorg", "PER:zorgman-jan").output == "Zorg means PER:zorgman-jan (my/actors/aliases.csv)\n"
    assert regesta("actors", "ignore", "Rio Pact", "Lima Pact").output.count("means nobody (my/actors/ambiguous_names.csv)") == 2
    assert regesta("lint").exit_code == 0
    assert "choose an id for the ngo" in regesta("actors", "add", "Zorg Aid", "--kind", "ngo").stderr


def test_without_a_folder_nothing_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGESTA_SEEDS", raising=False)
    found = regesta("actors", "ignore", "Rio Pact")
    assert found.exit_code == 2
    assert "no folder for your own seeds is named; say --seeds DIR" in found.stderr


FOUND = [
    (("Moscow", "--on", "1980-01"), 0, ("has the name only since 1991-12-26", "Moscow on 1980-01: Soviet Union (SUN), code SUN")),
    (("Russian foreign minister", "--on", "1997-05-27"), 0, ("Yevgeny Primakov (PER:primakov-yevgeny), code RUS, by role at date",)),
    (("Kabila", "--on", "2003"), 0, ("no office on 2003: head_of_state of COD from 1997-05-17", "Joseph Kabila (PER:kabila-joseph)")),
    (("Zorgvik",), 1, ("Zorgvik: nobody (no name of the seeds)",)),
    (("French president", "--on", "2007-05-16"), 0, ("France (FRA), code FRA, by alias; no single holder is known",)),
    (("the Kremlin", "--on", "2014-03-01"), 0, ("has the name only from 1922-12-30", "Russia (RUS), code RUS, by metonym")),
    (("Moscow", "--on", "yesterday"), 2, ("--on: 'yesterday'; allowed: 2018, 2018-02 or 2018-02-26",)),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "status", "told"), FOUND)
def test_find_explains(arguments: tuple[str, ...], status: int, told: tuple[str, ...]) -> None:
    found = regesta("actors", "find", *arguments)
    assert found.exit_code == status
    shown = " ".join((found.stdout + found.stderr).split())
    for words in told:
        assert words in shown or words.replace(" ", "") in shown.replace(" ", "")


def test_find_says_that_a_name_is_ignored(own: OwnSeeds) -> None:
    own.ignore("Rio Pact")
    assert regesta("actors", "find", "Rio Pact").output == "Rio Pact: nobody (it is ignored)\n"


@pytest.fixture
def reviewed(own: OwnSeeds, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"times": 2, "articles": 1, "reason": "not in the registry"}
    names = [
        {"name": name, "example": f"{name} demanded \x1b[2Jguarantees.", **row}
        for name in ("Zorgvik", "officials", "Aarg", "Rio Pact", "Last")
    ]
    monkeypatch.setattr("warehouse.query.unresolved_names", lambda _: names)
    monkeypatch.setattr(actors, "published_of", lambda _: _Closed())


class _Closed:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


@pytest.mark.usefixtures("reviewed")
def test_review_asks_until_answered_and_writes_each_decision_at_once() -> None:
    answers = "a\nFrrance\na\nFrance\nn\nJan Zorgman\nperson\n\nNLD\ni\nq\n"
    found = regesta("actors", "review", "--ask", answers=answers)
    assert found.exit_code == 0
    assert "1/4  Zorgvik  (2 times in 1 articles: not in the registry)\n  Zorgvik demanded \\x1b[2Jguarantees." in found.output
    assert "actor_id 'Frrance' is not known" in found.output
    assert found.output.endswith("Run regesta ingest again on the same files to extract with your decisions.\n")
    assert lines("aliases")[1:] == [line for line in lines("aliases") if line.startswith("Zorgvik,FRA,")]
    assert lines("persons")[1].startswith('PER:zorgman-jan,Jan Zorgman,Jan Zorgman|Aarg,,NLD,,"own decision, ')
    assert lines("ambiguous_names")[1].startswith("Rio Pact,,homonym.default,")


@pytest.mark.usefixtures("reviewed")
def test_review_lists_what_is_undecided(own: OwnSeeds) -> None:
    own.alias("Zorgvik", "FRA")
    own.ignore("Rio Pact")
    found = regesta("actors", "review", "--list", "--format", "csv", "--limit", "1")
    assert found.output.splitlines() == [
        "name,times,articles,reason,example",
        "Aarg,2,1,not in the registry,Aarg demanded \x1b[2Jguarantees.",
    ]


def test_lint_tells_and_mends_the_form(own: OwnSeeds, monkeypatch: pytest.MonkeyPatch) -> None:
    own.alias("Zorgville", "NLD")
    path = Path("my/actors/aliases.csv")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = regesta("lint")
    assert found.exit_code == 1
    assert "my/actors/aliases.csv line 1: not in canonical form" in found.output
    assert regesta("lint", "--fix").output == "my/actors/aliases.csv: put into canonical form\n"
    assert regesta("lint").exit_code == 0
    Path("my").rename("other")  # seeds are read once a process and folder
    monkeypatch.setenv("REGESTA_SEEDS", "other")
    path = Path("other/actors/aliases.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("NLD", "QQQ"), encoding="utf-8")
    found = regesta("lint")
    assert found.exit_code != 0
    assert "other/actors/aliases.csv line 2: actor_id 'QQQ' is not known" in found.output + found.stderr
