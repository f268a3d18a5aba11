"""Coreference: each link with its antecedent's words; never against gender, number or country; open rather than wrong."""

import pytest

from flows.knowledge import seeds
from transforms.actors.registry import Registry, build_registry
from transforms.actors.resolve import resolve_actors
from transforms.language import Language, segment


@pytest.fixture(scope="module")
def registry() -> Registry:
    return build_registry(seeds.tables("actors"), seeds.rules("context"))


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def links(text: str, published: str | None, registry: Registry, language: Language) -> list[tuple[str, str]]:
    """(words, words of the antecedent) of every mention that points back."""
    mentions = resolve_actors(text, language.parse(text, segment(text)), registry, published=published)
    return sorted((m.text, text[m.antecedent[0] : m.antecedent[1]]) for m in mentions if m.antecedent)


LINKS = [
    ("Iran and Iraq met. The two sides signed.", [("The two sides", "Iran"), ("The two sides", "Iraq")]),
    ("Iran and Iraq met in Oman. Both countries signed.", [("Both countries", "Iran"), ("Both countries", "Iraq")]),
    ("NATO met. The alliance agreed.", [("The alliance", "NATO")]),
    ("The EU and Russia met. The bloc agreed.", [("The bloc", "EU")]),
    ("Iran refused. It left.", [("It", "Iran")]),
    ("Iran recalled its envoy.", [("its", "Iran")]),
    ("Turkish officials came. They left.", [("They", "Turkish officials")]),
    ("Turkey and Iran came. They left.", [("They", "Turkey"), ("They", "Iran")]),
    ("The YPG won. They left.", [("They", "YPG")]),
    (
        '"Sergei Lavrov got a call from Jack Straw, who thanked him," it said.',
        [("him", "Sergei Lavrov")],
    ),
    ("Sergei Lavrov came. He left.", [("He", "Sergei Lavrov")]),
    ("Iranian envoy Nobody Known came. Known left.", [("Known", "Iranian envoy Nobody Known")]),
    ("Russian Foreign Minister Sergei Lavrov came. The foreign minister, Jack Straw, left.", []),
    ("Russian Foreign Minister Sergei Lavrov came. The minister left.", [("minister", "Russian Foreign Minister Sergei Lavrov")]),
    (
        "French President Emmanuel Macron called his Russian counterpart Vladimir Putin. The president spoke.",
        [("his", "French President Emmanuel Macron"), ("president", "French President Emmanuel Macron")],
    ),
    ("Zimbabwe met donors. Police left.", [("Police", "Zimbabwe")]),
    ("Hamas and Israel agreed. The group left.", [("The group", "Hamas")]),
    ("Hamas criticised Hezbollah. The group left.", [("The group", "Hamas")]),
    ("Iraqi Foreign Minister Hoshyar Zebari came. His country left.", [("His country", "Iraqi Foreign Minister Hoshyar Zebari")]),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_what_points_back_names_its_antecedent(text: str, expected: list[tuple[str, str]], registry: Registry, language: Language) -> None:
    assert links(text, "2010-02-26", registry, language) == sorted(expected)


OPEN = [
    "Iran came. They left.",  # number
    "Iran and Iraq came. It left.",
    "Turkish officials came. It left.",
    "Iran spoke. Officials from more than 50 countries came.",
    "German Chancellor Angela Merkel came. He left.",  # gender
    "King Abdullah came. She left.",
    "Russian Foreign Minister Sergei Lavrov came. The chancellor left.",  # title
    "Russian Foreign Minister Sergei Lavrov came. The defence minister left.",
    "Russian Foreign Minister Sergei Lavrov came. A minister left.",  # somebody new
    "Iran came. The two sides of the coin differ.",
    "Iran, Iraq and Oman met. Both countries signed.",  # two of three
    "Iran came. It is likely that rain falls.",  # a dummy subject
    "Sergei Lavrov came. “He left,” she said.",  # inside a quotation
    "Russia came. The alliance agreed.",  # no such body
    "Iran met Iraq and Oman. The government left.",  # three states, none ahead
]


@pytest.mark.parametrize("text", OPEN)
def test_nothing_is_linked_against_the_evidence(text: str, registry: Registry, language: Language) -> None:
    assert links(text, "2010-02-26", registry, language) == []


def test_two_officials_mean_their_states(registry: Registry, language: Language) -> None:
    text = "Israeli Foreign Minister David Levy met Turkish leaders. The two states agreed."
    mentions = resolve_actors(text, language.parse(text, segment(text)), registry, published="1997-04-08")
    assert [m.actor_id for m in mentions if m.text == "The two states"] == ["ISR", "TUR"]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Donald Trump has not commented on Vladimir Putin. On Saturday, he left.", [("he", "Donald Trump")]),
        ("For Donald Trump it is about Vladimir Putin. On Saturday, he left.", []),
        ("Donald Trump’s aide has not seen Vladimir Putin. On Saturday, he left.", []),
    ],
)
def test_without_a_parse_what_opens_a_sentence_is_its_subject(
    text: str, linked: list[tuple[str, str]], registry: Registry, language: Language
) -> None:
    first, *rest = segment(text)
    mentions = resolve_actors(text, [first, *language.parse(text, rest)], registry, published="2018-02-26")
    assert [(m.text, text[m.antecedent[0] : m.antecedent[1]]) for m in mentions if m.antecedent] == linked
