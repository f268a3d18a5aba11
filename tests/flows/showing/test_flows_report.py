"""The closing summary: all counts, every rejection with what to do, and no foreign markup."""

from pathlib import Path

import pytest

from flows.showing.report import MAX_REJECTIONS_SHOWN, RunSummary, joined, summary_lines, summary_markdown
from transforms.records import Rejection
from warehouse.load import LoadCounts

COUNTS = LoadCounts(new=3, changed=1, unchanged=2, events_dated=7, events_undated=5, events_new=9, events_removed=4)
REJECTED = Rejection("bad\x1b.txt", "empty", "0 bytes | <b>x</b>", "leave it out")


def summary(**changes: object) -> RunSummary:
    given = {"run_id": "r1", "warehouse": Path("lake"), "read": 8, "skipped": 2, "counts": COUNTS, "seconds": 1.25, **changes}
    return RunSummary(**given)  # type: ignore[arg-type]


def test_the_summary_tells_all_counts() -> None:
    text = "\n".join(summary_lines(summary()))
    for part in ("8 articles", "4 (2 of them skipped", "3 new, 1 changed", "7 dated, 5 undated (9 new, 4 gone)", "1.2 seconds", "lake"):
        assert part in text


def test_one_article_is_no_plural() -> None:
    assert "1 article" in summary_lines(summary(read=1))[0].split("read")[1]
    assert "1 articles" not in summary_lines(summary(read=1))[0]


def test_files_of_other_kinds_are_told_when_there_are_some() -> None:
    assert "passed over files of other kinds: 2 .pdf, 1 without an ending" in "\n".join(
        summary_lines(summary(passed_over=((".pdf", 2), ("", 1))))
    )
    assert not any("passed over" in line for line in summary_lines(summary()))


def test_articles_with_two_publication_dates_are_told_when_there_are_some() -> None:
    text = "\n".join(summary_lines(summary(conflicts=2)))
    assert "doubtful    publication date of 2 articles, told differently in several places" in text
    assert "doubtful" not in "\n".join(summary_lines(summary()))


def test_a_rejected_file_is_listed_with_reason_and_remedy() -> None:
    lines = summary_lines(summary(rejections=(REJECTED,)))
    assert lines[-1].endswith("bad\\x1b.txt: empty: 0 bytes | <b>x</b>; leave it out")


def test_a_long_list_of_rejections_is_cut_and_says_so() -> None:
    lines = summary_lines(summary(rejections=(REJECTED,) * (MAX_REJECTIONS_SHOWN + 3)))
    assert sum("bad" in line for line in lines) == MAX_REJECTIONS_SHOWN
    assert "3 more" in lines[-1]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "ok"),
        ({"rejections": (REJECTED,)}, "rejects"),
        ({"interrupted": True}, "failed"),
        ({"interrupted": True, "rejections": (REJECTED,)}, "failed"),
    ],
)
def test_outcome(changes: dict[str, object], outcome: str) -> None:
    assert summary(**changes).outcome == outcome


def test_an_interrupted_run_says_what_stays() -> None:
    assert "goes on where this stopped" in summary_lines(summary(interrupted=True))[-1]


def test_markdown_has_a_row_for_each_count_and_failure() -> None:
    text = summary_markdown(summary(failures=("a.txt and 3 more: LakeBusy: busy | now",)))
    assert "| events | 7 dated, 5 undated" in text
    assert text.splitlines()[-1] == r"| failed | a.txt and 3 more: LakeBusy: busy \| now |"


def test_failed_batches_are_told_and_fail_the_run() -> None:
    failed = summary(failures=("a.txt and 3 more: LakeBusy: busy",))
    assert failed.outcome == "failed"
    assert "a.txt and 3 more" in "\n".join(summary_lines(failed))


def test_several_runs_are_told_as_one() -> None:
    both = joined("r", [summary(rejections=(REJECTED,)), summary(failures=("a",), interrupted=True)])
    assert (both.run_id, both.read, both.skipped, both.counts.new, both.seconds) == ("r", 16, 4, 6, 2.5)
    assert (both.rejections, both.failures, both.interrupted) == ((REJECTED,), ("a",), True)
