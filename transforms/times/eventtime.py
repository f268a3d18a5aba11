"""Labels of the TimeBank-EventTime corpus (Reimers, Dehghani and Gurevych 2016) for events, dated or not.

The corpus asks for the most likely time of every verb and event noun, so its labels say more than `EventTime` does: what is told in the
past tense of the news happened on the day of the article, what may come comes after it, states hold before and after it. That is a
reading of tense and aspect, kept apart from `EventTime` on purpose: it never becomes a date in the timeline.
"""

from dataclasses import dataclass
from datetime import date

from transforms.records import EventTime
from transforms.syntax import Parse, Token
from transforms.times.attach import Words

_MONTH_END = 28  # the corpus ends every month on its 28th
_DO = frozenset({"do", "does", "did"})
_FUTURE = frozenset({"will", "shall", "'ll", "wo"})
_MODAL = frozenset({"would", "could", "may", "might", "should", "can", "must", "ca"})


@dataclass(frozen=True, slots=True)
class Clause:
    """What the grammar says of an event.

    `form` is the form of its verb, or of the verb above a noun: future, modal, pluperfect, perfect, infinitive, progressive, present,
    past, gerund, participle, none; `above` that of the verb above a verb. `dep` is the event's dependency label.
    """

    form: str
    above: str = ""
    dep: str = ""
    noun: bool = False
    lead: bool = False  # among the first sentences, which tell the news of the day
    reporting: bool = False
    durative: bool = False  # an activity or state that lasts
    momentary: bool = False  # thinking, seeming, starting, going on: said of the moment of speaking
    measure: bool = False  # rising, falling, earning: said of a whole month or quarter
    continues: bool = False  # the complement of "begin", "manage" ...: it happens with the verb above it


def clause_of(parse: Parse, head: Token, words: Words, *, lead: bool = False) -> Clause:
    """The clause of the event whose head token is `head`."""
    verbs = [token for token in (head, *parse.ancestors(head.i)) if token.tag.startswith("VB") or token.tag == "MD"]
    own = verbs[0] if verbs else None
    above = verbs[1] if len(verbs) > 1 else None
    noun = own is None or own.i != head.i
    lemma = head.lemma.lower()
    return Clause(
        verb_form(parse, own) if own else "none",
        verb_form(parse, above) if above else "",
        head.dep,
        noun,
        lead,
        not noun and lemma in words["reporting"],
        lemma in words["durative"] or lemma in words["stative"],
        lemma in words["momentary"],
        lemma in words["measure"],
        above is not None and above.lemma in words["implicative"],
    )


def verb_form(parse: Parse, verb: Token) -> str:
    """The form of a verb with its auxiliaries."""
    helpers = {kid.text.lower() for kid in parse.kids(verb.i, "aux", "auxpass")}
    for form, marks in (("future", _FUTURE), ("modal", _MODAL), ("pluperfect", {"had"}), ("perfect", {"has", "have", "'ve"})):
        if helpers & marks:
            return form
    if "to" in helpers or (verb.tag == "VB" and not helpers & _DO):
        return "infinitive"
    if helpers & {"is", "are", "am", "'re", "'m"}:
        return "progressive" if verb.tag == "VBG" else "present"
    if helpers & {"was", "were", "did"} or verb.tag == "VBD":
        return "past"
    if helpers & _DO:
        return "present"
    return {"VBZ": "present", "VBP": "present", "VBG": "gerund", "VBN": "participle"}.get(verb.tag, "none")


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
    if time.edtf is not None:
        return _dated_label(time, clause, published)
    if published is None or clause is None:
        return _bounds_label(time)
    if told is not None and clause.form in ("future", "modal", "infinitive") and not clause.noun:
        published = told  # "said on Tuesday that it may extend": after Tuesday
    return _by_grammar(clause).replace("DCT", published.isoformat())


def _bounds_label(time: EventTime) -> str | None:
    after = f"after{time.not_before.isoformat()}" if time.not_before else ""
    before = f"before{time.not_after.isoformat()}" if time.not_after else ""
    return after + before or None


def _dated_label(time: EventTime, clause: Clause | None, published: date | None) -> str:
    first, last = time.first_day, time.last_day
    if first is None or last is None:
        return f"before{last}" if last else _open_end(first, clause, published)
    if first == last:
        lasting = clause is not None and clause.noun and clause.durative
        return f"beginPoint={first}endPoint=after{published}" if lasting and published and first < published else first.isoformat()
    if clause is not None and clause.measure:
        return f"beginPoint={first}endPoint={last}"
    if time.precision == "month" or (time.precision == "interval" and (last - first).days > _MONTH_END):
        last = last.replace(day=min(last.day, _MONTH_END))
    return f"after{first}before{last}"


def _open_end(first: date | None, clause: Clause | None, published: date | None) -> str:
    if clause is not None and clause.durative and published is not None:
        return f"beginPoint={first}endPoint=after{published}"
    return f"after{first}" + (f"before{published}" if published else "")


_ON, _BEFORE, _AFTER = "DCT", "beforeDCT", "afterDCT"
_AROUND = "beginPoint=beforeDCTendPoint=afterDCT"
_AHEAD = "beginPoint=afterDCTendPoint=afterDCT"
_BEHIND = "beginPoint=beforeDCTendPoint=beforeDCT"


def _by_grammar(clause: Clause) -> str:
    """The label of an undated event, with "DCT" for the publication day: a table of forms, the more special first."""
    if clause.noun:
        return _noun_label(clause)
    if clause.form in ("future", "modal", "infinitive"):
        return _ahead_label(clause)
    if clause.reporting and clause.form in ("present", "progressive", "past", "perfect", "gerund"):
        return _ON
    if clause.momentary and clause.form in ("present", "progressive", "perfect", "past"):
        return _ON
    if clause.form == "past":
        reported = clause.dep == "ccomp" and not clause.lead
        return _BEFORE if reported or clause.dep in ("relcl", "advcl") else _ON
    if clause.form == "present" and clause.dep == "advcl":  # "if it cooperates"
        return _AFTER
    if clause.form == "gerund":
        return _gerund_label(clause)
    if clause.form in ("present", "progressive"):
        return _AROUND
    if clause.form == "pluperfect":
        return _BEHIND if clause.durative else _BEFORE
    return _AROUND if clause.durative else _BEFORE  # perfect and bare participle


def _noun_label(clause: Clause) -> str:
    if clause.form in ("future", "modal"):
        return _AHEAD if clause.durative else _AFTER
    if clause.form == "infinitive" and not clause.durative:
        return _AFTER
    if clause.form in ("present", "progressive", "perfect") or clause.durative:
        return _AROUND
    return _BEFORE if clause.form in ("participle", "pluperfect") else _ON


def _ahead_label(clause: Clause) -> str:
    if clause.form == "infinitive" and (clause.reporting or (clause.continues and clause.above in ("past", "perfect"))):
        return _ON
    return _AHEAD if clause.durative or clause.form == "future" else _AFTER


def _gerund_label(clause: Clause) -> str:
    if clause.dep == "pcomp" and clause.above in ("infinitive", "future", "modal"):
        return _AFTER
    if clause.durative:
        return _AROUND
    return _BEFORE if clause.dep in ("acl", "pcomp") else _ON
