"""Paragraphs, headings, sentences, and the parse as plain values."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.language import Language, segment


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def pieces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("Talks failed. Both sides left.", ["Talks failed.", "Both sides left."]),
        ("Lt. Gen. Smith met Mr. Lavrov on Aug. 7. He left.", ["Lt. Gen. Smith met Mr. Lavrov on Aug. 7.", "He left."]),
        ("Russia Demands Guarantees\n\nThe U.S. refused.", ["Russia Demands Guarantees", "The U.S. refused."]),
        ("One line\nbroken in two.\n\n  Next.", ["One line\nbroken in two.", "Next."]),
        ("LIMA, May 3, 2004 (AP) - Peru met Chile. It rained.", ["LIMA, May 3, 2004 (AP) -", "Peru met Chile.", "It rained."]),
        ("TBILISI, Georgia -- Talks began.", ["TBILISI, Georgia --", "Talks began."]),
        ("NATO - the alliance - met Iran.", ["NATO - the alliance - met Iran."]),
        ("UN (the body) met Iran - and left.", ["UN (the body) met Iran - and left."]),
        ("It rained. • Chad left. Mali stayed. • Peru came.", ["It rained.", "•", "Chad left.", "Mali stayed.", "•", "Peru came."]),
        ("Points:\n- first demand\n- second demand", ["Points:", "- first demand", "- second demand"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_a_short_paragraph_without_a_final_stop_is_a_heading() -> None:
    text = "Peace Deal or Gamble\n\nThe talks went on.\n\nMinisters meet in Geneva"
    assert [s.heading for s in segment(text)] == [True, False, True]
    assert [s.paragraph for s in segment(text)] == [0, 1, 2]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB .!?\n\t\"'“”é😀\u202e\x00")))
def test_sentences_are_in_order_disjoint_stripped_and_lose_no_word(text: str) -> None:
    found = segment(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
    kept = "".join(text[s.start : s.end] for s in found)
    assert "".join(kept.split()) == "".join(text.split())


def test_offsets_of_tokens_point_into_the_text(language: Language) -> None:
    text = "Café talks 😀.\n\nThe Kremlin said\nit “won’t” sign."
    parsed = language.parse(text, segment(text))
    tokens = [token for s in parsed if s.parse for token in s.parse.tokens]
    assert [text[t.start : t.end] for t in tokens] == [t.text for t in tokens]
    assert [t.i for s in parsed if s.parse for t in s.parse.tokens[-1:]] == [len(s.parse.tokens) - 1 for s in parsed if s.parse]


def test_a_tree(language: Language) -> None:
    text = "Britain and France rejected the plan."
    parse = language.parse(text, segment(text))[0].parse
    assert parse is not None
    verb = next(t for t in parse.tokens if t.lemma == "reject")
    (subject,) = parse.kids(verb.i, "nsubj")
    assert [t.text for t in parse.conjuncts(subject.i)] == ["Britain", "France"]
    assert [t.text for t in parse.subtree(subject.i)] == ["Britain", "and", "France"]
    assert [t.lemma for t in parse.ancestors(subject.i)] == ["reject"]
    head = parse.head_of(text.index("the plan"), len(text) - 1)
    assert head is not None and head.text == "plan"


@pytest.mark.parametrize(
    "text",
    ["word " * 5000, "NO PUNCTUATION " * 600, "مرحبا بالعالم " * 500, "外交部发言人" * 800, "(" * 4000],
    ids=["long", "caps", "rtl", "cjk", "parens"],
)
def test_odd_text_takes_bounded_time_and_raises_nothing(language: Language, text: str) -> None:
    began = time.perf_counter()
    language.parse(text, segment(text))
    assert time.perf_counter() - began < 20
