"""The contract of resolve_actors: spans, order, flags, reasons; with a parse and without."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.knowledge import seeds
from transforms.actors.registry import Registry, build_registry
from transforms.actors.resolve import resolve_actors
from transforms.language import Language, segment
from transforms.records import ACTOR_BASES, UNKNOWN_CODE, ActorMention

REGISTRY = build_registry(seeds.tables("actors"), seeds.rules("context"))


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def resolve(text: str, published: str | None = None, language: Language | None = None, registry: Registry = REGISTRY) -> list[ActorMention]:
    sentences = segment(text)
    return resolve_actors(text, language.parse(text, sentences) if language else sentences, registry, published=published)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Russian Deputy Foreign Minister Alexander Grushko spoke.", "Russian Deputy Foreign Minister Alexander Grushko"),
        ("Turkish forces left.", "Turkish forces"),
        ("Syria's army left.", "Syria's army"),
        ("The king of Jordan left.", "king of Jordan"),
        ("The UN envoy to Syria, Nobody Known, left.", "UN envoy to Syria, Nobody Known"),
        ("Nobody Known, the US envoy, left.", "Nobody Known, the US envoy"),
        ("French President Emmanuel Macron left.", "French President Emmanuel Macron"),
        ("Israeli Aircraft Industries left.", "Israeli Aircraft Industries"),
    ],
)
def test_one_mention_covers_the_whole_phrase(text: str, span: str, language: Language) -> None:
    for parser in (language, None):
        assert span in [m.text for m in resolve(text, "2018-02-26", parser) if not m.adjective]


def test_participants_of_one_phrase_share_its_span() -> None:
    mentions = resolve("US and Chinese officials met.")
    assert [(m.text, m.code) for m in mentions] == [("US and Chinese officials", "CHN"), ("US and Chinese officials", "USA")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Talks were held in Moscow.", "place: after 'in'"),
        ("He flew to Moscow.", "place: 'flew' before 'to'"),
        ("The Moscow talks ended.", "place: before 'talks'"),
        ("MOSCOW (AP) - It rained.", "place: dateline"),
        ("He went to Paris and Moscow.", "place: coordinated with a place"),
        ("US-led troops landed.", "part of a compound"),
    ],
)
def test_names_that_do_not_act_say_why(text: str, reason: str) -> None:
    mention = resolve(text)[-1 if "Paris" in text else 0]
    assert mention.adjective
    assert mention.reason == reason


@pytest.mark.parametrize(
    ("text", "published", "actor_id", "basis", "reason"),
    [
        ("The French president spoke.", None, "FRA", "alias", "the article has no date"),
        ("The French president spoke.", "2012", "FRA", "alias", "no single holder is known in 2012"),
        ("The former French president spoke.", "2018", "FRA", "alias", "'former': not the holder on the article's date"),
        ("Iranian spokesman Nobody Known spoke.", "2018", "IRN", "title+name", "the person is not in the registry"),
        ("Gunmen struck.", "2018", None, None, "no state is named with it"),
        ("The Kremlin spoke.", "2018", "RUS", "metonym", None),
    ],
)
def test_what_stays_open_says_why(text: str, published: str | None, actor_id: str | None, basis: str | None, reason: str | None) -> None:
    (mention,) = resolve(text, published)
    assert (mention.actor_id, mention.basis, mention.reason) == (actor_id, basis, reason)
    assert (mention.code == UNKNOWN_CODE) is (actor_id is None)


def test_a_person_gets_the_code_of_the_employer_everywhere_in_the_article(language: Language) -> None:
    text = "The UN envoy, Staffan de Mistura, arrived. De Mistura left."
    assert {m.code for m in resolve(text, "2018-02-26", language)} == {"IGO:UN"}


def test_an_unknown_organisation_of_a_state_is_found_again_by_its_acronym() -> None:
    first, short, again = resolve("The Mozambique People's Front (MPF) agreed. The MPF left.")
    assert (first.text, first.code) == ("Mozambique People's Front", "MOZ")
    assert (short.text, again.text, again.code) == ("MPF", "MPF", "MOZ")
    assert again.antecedent == (first.start, first.end)


def test_the_article_decides_what_an_acronym_means() -> None:
    mentions = resolve("The Kenya Premier Union (KPU) met. The KPU left.")
    assert [m.code for m in mentions] == ["KEN", "KEN", "KEN"]


WORDS = (
    "Russia", "the", "US", "and", "Chinese", "officials", "Moscow", "in", "to", "President", "Putin", "Mr", ",", ".", "he", "its", "two",
    "sides", "former", "French", "(", "NATO", ")", "-", "led", "forces", "of", "said", "\n\n", "“", "”", "'s", "minister", "Sergei",
    "Lavrov", "their", "rebels",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from([None, "2018", "2018-02-26"]))
def test_any_text_gives_mentions_in_order_that_point_into_it(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    mentions = resolve(text, published)
    assert mentions == resolve(text, published)
    assert [(m.start, m.end) for m in mentions] == sorted((m.start, m.end) for m in mentions)
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end] != ""
        assert mention.basis in (*ACTOR_BASES, None)
        assert (mention.actor_id is None) is (mention.basis is None)
        assert mention.actor_id is None or REGISTRY.actor(mention.actor_id) is not None
        assert mention.antecedent is None or mention.antecedent[1] <= mention.start


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    for mention in resolve(text, "2018-02-26"):
        assert mention.text == text[mention.start : mention.end]


def test_the_capital_that_opens_the_sentence_tells_whose_spokesman_speaks(language: Language) -> None:
    text = "The German Foreign Ministry was silent. In Paris, foreign ministry spokesman Jacques Nobody spoke."
    assert [m.code for m in resolve(text, "2018-02-26", language) if "Nobody" in m.text] == ["FRA"]


def test_people_described_by_a_bloc_are_not_the_bloc(language: Language) -> None:
    codes = {m.text: m.code for m in resolve("Arab students of Oxford met Arab foreign ministers.", "2018-02-26", language)}
    assert codes.get("Arab students") != "REG:ARAB"
    assert "REG:ARAB" in codes.values()


def test_a_first_name_after_a_word_for_kin_is_no_leader(language: Language) -> None:
    assert resolve("His mother, Sharon, left.", "2003-02-26", language) == []
    assert [m.actor_id for m in resolve("Sharon left.", "2003-02-26", language)] == ["PER:sharon-ariel"]


def test_opponents_who_talk_in_a_foreign_town_are_not_of_it(language: Language) -> None:
    mentions = resolve("Annan convenes talks between the Syrian regime and the opposition in Vienna.", "2018-02-26", language)
    assert [m.code for m in mentions if m.text == "opposition"] == ["GRP:SYR-OPP"]
    mentions = resolve("Annan convenes talks between the Syrian government and opposition.", "2018-02-26", language)
    assert [m.code for m in mentions if m.text == "opposition"] == ["GRP:SYR-OPP"]


def test_a_longer_name_with_an_article_is_not_the_leader_of_its_first_part(language: Language) -> None:
    text = "Egypt watched. Ismail al-Abdullah spoke. Ismail spoke."
    codes = [(mention.text, mention.code) for mention in resolve(text, "2018-05-11", language) if mention.text.startswith("Ismail")]
    assert codes == [("Ismail", "EGY")], "the second only, who stands alone"
