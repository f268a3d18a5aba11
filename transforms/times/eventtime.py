"""Labels of the TimeBank-EventTime corpus (Reimers, Dehghani and Gurevych 2016) for events, dated or not.

The corpus asks for the most likely time of every verb and event noun, so its labels say more than `EventTime` does: what is told in the
past tense of the news happened on the day of the article, what may come comes after it, states hold before and after it. That is a
reading of tense and aspect, kept apart from `EventTime` on purpose: it never becomes a date in the timeline.
"""

from datetime import date, timedelta

from transforms.records import EventTime
from transforms.times.clauses import Clause
from transforms.times.edtf import Edtf

_WEEK = 7
_DONE = ("past", "perfect", "pluperfect")
_REASONS = ("because", "since", "while", "although", "though")
_MONTH_END = 28  # the corpus ends every month on its 28th


def eventtime_label(time: EventTime, clause: Clause | None = None, published: date | None = None, told: date | None = None) -> str | None:
    """The corpus label of an event.

    Args:
        time: Its time as `Anchorer.time` gives it.
        clause: What the grammar says of it; without it an undated event is labelled by its bounds.
        published: The publication day; without it an undated event is labelled by its bounds.
        told: The day on which the text says that it was told of, where that is another than the publication day.

    Returns:
        A label such as "1998-02-27", "before1998-02-27", "beginPoint=before1998-02-27endPoint=after1998-02-27"; None when nothing is known.
    """
    if time.edtf is not None and not _only_near(time, clause):
        return _dated_label(time, clause, published)
    if published is None or clause is None:
        return _bounds_label(time)
    if told is not None and clause.form in ("future", "modal", "infinitive") and not clause.noun:
        published = told  # "said on Tuesday that it may extend": after Tuesday
    return _by_grammar(clause).replace("DCT", published.isoformat()).replace("NEXT", _beside(published, 1).isoformat())


def _only_near(time: EventTime, clause: Clause | None) -> bool:
    """True for a crisis or campaign named in a dated clause: it was going on, and what was decided that day was still to come."""
    if clause is None or time.rule_id not in ("anchor.scope", "anchor.clause"):
        return False
    if clause.noun:
        return clause.durative and "occasions" not in clause.kinds
    return clause.form == "infinitive" and "deciding" in clause.governor


def _bounds_label(time: EventTime) -> str | None:
    """Bounds are inclusive, the ends of a label are not."""
    after = f"after{_beside(time.not_before, -1)}" if time.not_before else ""
    before = f"before{_beside(time.not_after, 1)}" if time.not_after else ""
    return after + before or None


def _beside(day: date, way: int) -> date:
    """The day before or after; at an end of the calendar the day itself."""
    return date.fromordinal(min(max(day.toordinal() + way, date.min.toordinal()), date.max.toordinal()))


def _dated_label(time: EventTime, clause: Clause | None, published: date | None) -> str:
    first, last = time.first_day, time.last_day
    if first is None or last is None:
        ended = time.rule_id == "anchor.ended" and clause is not None and not clause.durative
        return (f"{last}" if ended else f"before{last}") if last else _open_end(time, clause, published)
    if first == last:
        lasting = clause is not None and clause.noun and clause.durative
        return f"beginPoint={first}endPoint=after{published}" if lasting and published and first < published else first.isoformat()
    if clause is not None and "measure" in clause.kinds:
        return f"beginPoint={first}endPoint={last}"
    first, last = _corpus_period(time.precision, first, last)
    if published and clause and first < published < last and clause.form in _DONE:
        last = published  # "this week", told as done
    return f"after{first}before{last}"


def _corpus_period(precision: str, first: date, last: date) -> tuple[date, date]:
    """The ends of a period as the corpus writes them: its weeks begin on Sunday, its months end on the 28th."""
    if (last - first).days == _WEEK - 1 and first.weekday() == 0:
        return _beside(first, -1), last - timedelta(days=1)
    if precision == "month" or (precision == "interval" and (last - first).days > _MONTH_END):
        return first, last.replace(day=min(last.day, _MONTH_END))
    return first, last


def _open_end(time: EventTime, clause: Clause | None, published: date | None) -> str:
    first = time.first_day
    if clause is not None and published is not None and (clause.durative or clause.form == "perfect"):
        since = Edtf.parse(time.edtf or "").start
        begin = f"{first}" if since is None or since.precision == "day" else f"after{since.first}before{since.last}"
        return f"beginPoint={begin}endPoint=after{published}"
    return f"after{first}" + (f"before{published}" if published else "")


_ON, _BEFORE, _AFTER = "DCT", "beforeDCT", "afterDCT"
_AROUND = "beginPoint=beforeDCTendPoint=afterDCT"
_AHEAD = "beginPoint=afterDCTendPoint=afterDCT"
_BEHIND = "beginPoint=beforeDCTendPoint=beforeDCT"
_UP_TO = "beforeNEXT"  # on the day of the article or before it: all that a perfect says


_SAID_NOW = ("present", "progressive", "past", "gerund")


def _by_grammar(clause: Clause) -> str:
    """The label of an undated event, with "DCT" for the publication day: a table of forms, the more special first."""
    if clause.noun:
        return _noun_label(clause)
    if clause.form in ("future", "modal", "infinitive"):
        return _ahead_label(clause)
    if clause.form in _SAID_NOW and (clause.reporting or "momentary" in clause.kinds):
        return _ON
    if clause.form in ("perfect", "pluperfect"):
        return _perfect_label(clause)
    if clause.form == "past":
        return _BEFORE if _is_background(clause) else _ON
    if clause.form == "present" and clause.dep == "advcl" and clause.mark not in _REASONS:  # "if it cooperates"
        return _AFTER
    if clause.form == "gerund":
        return _gerund_label(clause)
    if clause.form in ("present", "progressive", "inability"):
        return _AROUND
    lasts = clause.durative or ("held_states" in clause.kinds and clause.form == "participle")
    return _AROUND if lasts and clause.form != "past_modal" else _BEFORE


def _perfect_label(clause: Clause) -> str:
    """A perfect looks back from the day of the article, a pluperfect from before it; the first sentences tell the news even so."""
    if clause.lead and clause.dep == "ccomp":
        return _ON
    if clause.form == "perfect":
        return _ON if "momentary" in clause.kinds and not clause.reporting else _UP_TO
    return _BEHIND if clause.durative else _BEFORE


def _is_background(clause: Clause) -> bool:
    """True in a clause that tells of something earlier than the clause above it; in the first sentences only one that describes a noun."""
    return clause.within in ("relcl", "acl") or (clause.within in ("ccomp", "advcl") and not clause.lead)


def _noun_label(clause: Clause) -> str:
    ahead = clause.form in ("future", "modal", "infinitive")
    if _looked_to(clause):
        return _AHEAD if clause.durative else _AFTER
    if not ahead and ("deeds" in clause.kinds or (clause.form == "perfect" and not clause.durative)):
        return _BEFORE
    if clause.form == "future":
        return _AHEAD
    if ahead and (clause.form != "infinitive" or not clause.durative):
        return _AHEAD if clause.durative else _AFTER
    if clause.form in ("present", "progressive", "perfect", "inability") or clause.durative:
        return _AROUND
    if clause.form == "past" and _is_background(clause):
        return _BEFORE
    return _BEFORE if clause.form in ("participle", "pluperfect", "past_modal") else _ON


def _looked_to(clause: Clause) -> bool:
    """True for the noun after "call for", "talk about", "warn of", "want": it is still to come."""
    return clause.mark == "for" and "looking_to" in clause.governor


def _ahead_label(clause: Clause) -> str:
    if clause.form == "infinitive":
        going_on = "raising" in clause.governor and clause.above in ("present", "perfect", "progressive", "future")
        if going_on or ("designing" in clause.governor and clause.dep == "xcomp" and clause.above in ("present", "participle")):
            return _AROUND
        if clause.reporting:
            return _ON
        if clause.dep == "advcl" and clause.durative and clause.above in ("perfect", "present", "progressive"):
            return _AROUND
    return _AHEAD if clause.durative or clause.form == "future" else _AFTER


def _gerund_label(clause: Clause) -> str:
    if clause.dep == "pcomp" and clause.above in ("infinitive", "future", "modal"):
        return _AFTER
    if clause.durative or (clause.dep == "advcl" and clause.above in ("progressive", "perfect")):
        return _AROUND
    return _BEFORE if clause.dep in ("acl", "pcomp") else _ON
