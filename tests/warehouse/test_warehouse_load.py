"""Loading: idempotent, replaced by article, the best source's date, counts."""

from types import SimpleNamespace

from warehouse.lake import Lake
from warehouse.load import LoadCounts, known_articles, load_batch


def test_a_second_load_changes_nothing(lake: Lake, make: SimpleNamespace) -> None:
    extraction = make.both("Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.", "a.txt", "2014-04-01")
    assert load_batch(lake, [extraction], [], make.run()) == LoadCounts(1, 0, 0, 1, 1, 2, 0)
    assert load_batch(lake, [extraction], [], make.run("run-2")) == LoadCounts(0, 0, 1, 1, 1, 0, 0)
    assert known_articles(lake) == {("a.txt", extraction.article.article_id, "2014-04-01", "metadata")}

