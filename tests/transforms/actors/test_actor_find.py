"""Finding names: spellings, word boundaries, overlaps, compounds."""

import pytest

from flows.knowledge import seeds
from transforms.actors.document import Document
from transforms.actors.find import find_names
from transforms.actors.fold import fold
from transforms.actors.names import Name, NameIndex, spellings
from transforms.actors.readings import TESTS
from transforms.actors.registry import Registry, build_registry
from transforms.actors.vocabulary import HOMONYM_TESTS


@pytest.fixture(scope="module")
def registry() -> Registry:
    return build_registry(seeds.tables("actors"), seeds.rules("context"))


def found(text: str, registry: Registry) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.names[0].actor_id) for hit in find_names(Document(text, [], None), registry)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NATO met.", [("NATO", "IGO:NATO")]),
        ("Nato met.", [("Nato", "IGO:NATO")]),
        ("nato met.", []),
        ("The UN security council met.", [("UN security council", "UN:UNSC")]),
        ("The security council met.", [("The security council", "UN:UNSC")]),
        ("Ask us or the US.", [("US", "USA")]),
        ("Who is it? It was he.", []),
        ("RUSSIA AND FRANCE MET", [("RUSSIA", "RUS"), ("FRANCE", "FRA")]),
        ("Côte d’Ivoire voted.", [("Côte d’Ivoire", "CIV")]),
        ("Cote d'Ivoire voted.", [("Cote d'Ivoire", "CIV")]),
        ("The Romanian woman saw Oman.", [("Romanian", "ROU"), ("Oman", "OMN")]),
        ("Niger and Nigeria voted.", [("Niger", "NER"), ("Nigeria", "NGA")]),
        ("North\nKorea voted.", [("North\nKorea", "PRK")]),
        ("Papua New Guinea voted.", [("Papua New Guinea", "PNG")]),
        ("", []),
    ],
)
def test_names_are_found_whole_and_spelled_as_in_print(text: str, names: list[tuple[str, str]], registry: Registry) -> None:
    assert found(text, registry) == names


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("US-led force", True),
        ("anti-Syrian mood", True),
        ("pro- Russian mood", True),
        ("the ex-French president", False),
        ("the then-French president", False),
        ("Russia - long silent -", False),
        ("the Russian mood", False),
    ],
)
def test_compounds_are_told_from_names(text: str, compound: bool, registry: Registry) -> None:
    assert [hit.hyphen for hit in find_names(Document(text, [], None), registry)] == [compound]


def test_the_longest_name_from_the_left_wins_and_articles_do_not_count() -> None:
    forms = ("the League", "League of States", "States", "of States")
    index = NameIndex({form: (Name(form, "name"),) for form in forms})
    assert [(start, end) for start, end, _ in index.matches("the League of States")] == [(4, 20)]
    assert [(start, end) for start, end, _ in index.matches("of the League")] == [(3, 13)]
    assert NameIndex({}).matches("the League") == []


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("ASEAN", {"ASEAN", "Asean"}),
        ("UN", {"UN"}),
        ("UN Security Council", {"UN Security Council", "UN SECURITY COUNCIL", "UN security council"}),
        ("Peru", {"Peru", "PERU"}),
    ],
)
def test_spellings_in_print(name: str, forms: set[str]) -> None:
    assert set(spellings(name)) == forms


@pytest.mark.parametrize("text", ["Mevlüt Çavuşoğlu’s İstanbul – Łódź", "naïve\u00a0Đà Nẵng\n`x`", "плюс 中国 ß ﬁ"])
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_homonym_tests_are_those_that_the_lint_allows() -> None:
    assert set(TESTS) == set(HOMONYM_TESTS)


def test_matching_grows_with_the_text_and_hardly_with_the_names(registry: Registry) -> None:
    """Counts work, not time: the automaton's raw matches stay as few when 100,000 names are added that the text does not hold."""
    readings = {form: registry.names(form) for form in ("Russia", "France", "NATO")}
    many = {**readings, **{f"Zq{number} Xk{number}": (Name(f"N{number}", "name"),) for number in range(100_000)}}
    text = "Russia met France at NATO. " * 200
    assert NameIndex(many).matches(text) == NameIndex(readings).matches(text)
