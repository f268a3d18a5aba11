import pytest

from transforms.language import Language, segment
from transforms.mending import mended
from transforms.syntax import Sentence


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def read(language: Language, text: str) -> Sentence:
    return mended(language.parse(text, segment(text))[0])


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        (
            "On Friday night, up to 10 Isis fighters on motorbikes attempted to storm a US base near the oilfield.",
            "attempted",
            "fighters",
        ),
        ("Russia, Assad’s ally, offered to remove the regime’s chemical weapons stockpile.", "offered", "Russia"),
        ("The resolution, which was unanimously approved on Saturday, called for a monthlong ceasefire.", "called", "resolution"),
    ],
)
def test_a_participle_without_any_main_verb_beside_it_is_the_main_verb(language: Language, text: str, verb: str, subject: str) -> None:
    parse = read(language, text).parse
    assert parse is not None
    root = next(t for t in parse.tokens if t.head == t.i)
    assert (root.text, root.tag, [k.text for k in parse.kids(root.i, "nsubj")]) == (verb, "VBD", [subject])


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Nauru switched recognition from Taipei to Beijing.", "Nauru"),
        ("Monday saw no talks.", "Monday"),
        ("Last Monday, Nauru switched recognition.", "Nauru"),
    ],
)
def test_the_name_that_opens_a_sentence_is_its_subject(language: Language, text: str, subject: str) -> None:
    parse = read(language, text).parse
    assert parse is not None
    assert [t.text for t in parse.tokens if t.dep == "nsubj"] == [subject]


def test_a_semicolon_parts_clauses(language: Language) -> None:
    parse = read(language, "Trump pulls out of Iran nuclear deal; Europe vows to stay").parse
    assert parse is not None
    assert [t.text for t in parse.tokens if t.dep == "parataxis"] == ["pulls"]


def test_a_past_tense_does_not_join_a_present(language: Language) -> None:
    parse = read(language, "It bars all trade with Iraq and occupied Kuwait except medicine.").parse
    assert parse is not None
    occupied = next(t for t in parse.tokens if t.text == "occupied")
    assert (occupied.dep, parse.tokens[occupied.head].text) == ("amod", "Kuwait")
    assert [t.text for t in parse.conjuncts(5)] == ["Iraq", "Kuwait"]


@pytest.mark.parametrize(
    "text",
    [
        "Iraq defied the UN and occupied Kuwait.",
        "Arrested on Monday, the men were freed.",
        "Ten people killed in raid",
        "Ten people killed in a raid by the army.",
        "A man killed in the raid has left a daughter.",
        "He met rebels trained in Iran.",
        "A ceasefire agreed last year between Russia and Jordan collapsed.",
    ],
)
def test_other_sentences_stay_as_they_are(language: Language, text: str) -> None:
    parsed = language.parse(text, segment(text))[0]
    assert mended(parsed) is parsed


@pytest.mark.parametrize(
    ("text", "owner", "owned"),
    [
        ("One of the few to welcome Trump’s Syria decision has been the Russian president.", "Trump", "decision"),
        ("He condemned Iran’s attack.", "Iran", "attack"),
    ],
)
def test_who_has_a_noun_is_its_owner(language: Language, text: str, owner: str, owned: str) -> None:
    parse = read(language, text).parse
    assert parse is not None
    assert [(t.text, parse.tokens[t.head].text) for t in parse.tokens if t.dep == "poss"] == [(owner, owned)]
