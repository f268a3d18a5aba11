"""The form of rules and cues: what is refused, and that the filter never loses a rule's words."""

from collections.abc import Sequence
from typing import Any

import pytest
import spacy

from flows.knowledge import seeds
from transforms.errors import SeedError
from transforms.events.inflect import noun_forms, verb_forms
from transforms.events.lexicon import Lexicon, build_lexicon
from transforms.events.rules import NO_EVENT
from transforms.language import DEFAULT_MODEL

GOOD: dict[str, Any] = {
    "_where": "x.yml entry 1",
    "id": "accuse.test.1",
    "type": "ACCUSE",
    "verb": ["blame"],
    "examples": ["[Iran|source] *blamed* [Iraq|target]."],
    "counterexamples": ["No blame."],
}
CLASSES: list[dict[str, Any]] = [{"_where": "c", "class": name, "words": ["hold"]} for name in ("light", "portion", "people", "occur")]
FILES = {
    "accuse", "agree", "aid", "assault", "classes", "coerce", "concede", "consult", "cooperate", "mobilize", "protest", "reject",
    "request", "retreat", "sanction", "support", "threaten",
}  # fmt: skip


def build(*rules: dict[str, Any], context: Sequence[dict[str, Any]] = ()) -> Lexicon:
    return build_lexicon({"classes": CLASSES, "x": rules}, {"status": context}, seeds.tables("events"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return build_lexicon(seeds.rules("events"), seeds.rules("context"), seeds.tables("events"))


def test_no_rule_file_is_missing() -> None:
    assert set(seeds.rules("events")) >= FILES
    assert all(len(entries) > 3 for entries in seeds.rules("events").values())


def test_every_rule_says_what_it_finds_and_what_it_leaves() -> None:
    rules = [entry for entries in seeds.rules("events").values() for entry in entries if "id" in entry]
    assert [rule["id"] for rule in rules if not (rule.get("examples") and rule.get("counterexamples"))] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "unknown keys"),
        ({"type": "BLAME"}, "type 'BLAME'"),
        ({"noun": ["blame"]}, "exactly one kind"),
        ({"object": ["@nobody"]}, "class @nobody"),
        ({"object": "crime"}, "object"),
        ({"cameo": 112}, "cameo"),
        ({"cameo": "999"}, "CAMEO code 999"),
        ({"mode": "demo"}, "mode demo"),
        ({"needs": ["everything"]}, "needs"),
        ({"inner": "love"}, "inner"),
        ({"target": [False]}, "target"),
        ({"confidence": 2}, "confidence"),
        ({"reported": "yes"}, "reported"),
        ({"embeds": "all"}, "embeds"),
        ({"examples": []}, "examples"),
        ({"counterexamples": None}, "counterexamples"),
        ({"prep": ["on"]}, "prep"),
    ],
)
def test_a_bad_rule_is_refused_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(SeedError, match=said):
        build({**GOOD, **change})


def test_an_id_may_stand_once() -> None:
    with pytest.raises(SeedError, match="taken already"):
        build(GOOD, GOOD)


@pytest.mark.parametrize(
    "cue",
    [
        {"_where": "s", "id": "a", "kind": "mood", "words": ["x"], "examples": ["x"]},
        {"_where": "s", "id": "a", "kind": "modal", "words": ["x"], "status": "maybe", "examples": ["x"]},
        {"_where": "s", "id": "a", "kind": "modal", "words": ["x"]},
        {"_where": "s", "id": "a", "from": ["LOVE"], "when": [], "type": "AGREE", "status": "actual", "examples": ["x"]},
        {"_where": "s", "id": "a", "from": ["AGREE"], "when": ["often"], "type": "AGREE", "status": "actual", "examples": ["x"]},
    ],
)
def test_a_bad_cue_is_refused(cue: dict[str, Any]) -> None:
    with pytest.raises(SeedError):
        build(GOOD, context=[cue])


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("ban", "banned"),
        ("veto", "vetoed"),
        ("deny", "denied"),
        ("criticize", "criticised"),
        ("agree", "agreeing"),
        ("die", "dying"),
        ("panic", "panicked"),
    ],
)
def test_verbs_are_inflected(lemma: str, form: str) -> None:
    assert form in verb_forms(lemma, {})


def test_nouns_have_their_plurals(lexicon: Lexicon) -> None:
    assert "gunman" in lexicon.lemmas_of("gunmen")
    assert "commando" in lexicon.lemmas_of("commandos")


def test_irregular_forms_come_from_the_table(lexicon: Lexicon) -> None:
    assert "sought" in lexicon.verbs and "withdrew" in lexicon.verbs
    assert noun_forms("ally", {}) == {"ally", "allies"}


def test_the_filter_lets_every_trigger_pass(lexicon: Lexicon) -> None:
    for rule in lexicon.rules:
        if rule.type == NO_EVENT or rule.object or rule.subject or rule.prep or not rule.alone:
            continue
        for phrase in rule.phrases:
            assert lexicon.may_hold_event(f"They {' '.join(phrase)} it."), (rule.id, phrase)


@pytest.mark.parametrize("text", ["", "The sun shone.", "Roses are red.", "東京で会談", "...", "A quiet afternoon by the lake."])
def test_the_filter_passes_over_sentences_without_triggers(lexicon: Lexicon, text: str) -> None:
    assert not lexicon.may_hold_event(text)


@pytest.mark.parametrize(("status", "plover"), [("actual", "CONSULT"), ("planned", "AGREE"), ("denied", "CONSULT")])
def test_plover_types_follow_the_table(lexicon: Lexicon, status: str, plover: str) -> None:
    assert lexicon.plover_type("CONSULT", status) == plover
    assert lexicon.plover_type("ASSAULT", status) == "ASSAULT"


def test_every_type_has_quad_class_and_score() -> None:
    assert len(seeds.tables("events")["types"]) == 16
    assert all(row["quad_class"] and float(row["goldstein"]) for row in seeds.tables("events")["types"])


def test_no_irregular_form_of_a_trigger_is_missing() -> None:
    """spaCy's own table of irregular forms is the measure: a form that it knows and the filter does not would lose its sentences."""
    lemmas_of = spacy.load(DEFAULT_MODEL, exclude=["ner"]).get_pipe("lemmatizer").lookups.get_table("lemma_exc")["verb"]
    irregular = {row["lemma"]: tuple(row["forms"].split()) for row in seeds.tables("events")["irregular"]}
    entries = [entry for file in seeds.rules("events").values() for entry in file]
    triggers = {phrase.split()[0] for entry in entries for phrase in entry.get("verb", ())}
    known = [(form, lemma) for form, lemmas in lemmas_of.items() for lemma in lemmas if lemma in triggers]
    assert len(known) > 100
    assert [(form, lemma) for form, lemma in known if form not in verb_forms(lemma, irregular)] == []
