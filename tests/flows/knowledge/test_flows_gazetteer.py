"""The list of towns: clear names have a country, shared ones none."""

import pytest

from flows.knowledge.build import load_knowledge
from flows.knowledge.gazetteer import towns
from transforms.extract import extract_article
from transforms.reading import article_from_text


@pytest.mark.parametrize(
    ("name", "country"), [("mosul", "IRQ"), ("manbij", "SYR"), ("paris", "FRA"), ("salisbury", None), ("narnia", None)]
)
def test_a_town_lies_where_most_people_of_that_name_live(name: str, country: str | None) -> None:
    assert towns().get(name) == country


def test_an_event_happens_in_the_country_of_its_town() -> None:
    text = "Russia met Turkey in Grozny on Monday."
    event = extract_article(article_from_text("towns", text, published="2018-02-26"), load_knowledge()).events[0].best
    assert event.place is not None and (event.place.name, event.place.country) == ("Grozny", "RUS")
