"""When an event happened: links each event to the expression that dates it by syntax and scope, else says why it is undated.

An event is dated when words of the text date it. The publication date alone never dates an event: it only bounds one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.records import EventTime, TimeExpression
from transforms.syntax import Parse, Sentence, Token
from transforms.times.attach import attachments, dates_inside, is_arranged, is_aside, stays
from transforms.times.clauses import clause_of, verb_form
from transforms.times.counted import Count, counts
from transforms.times.edtf import Edtf
from transforms.times.links import Link, agree, closes, width
from transforms.times.occasion import time_of_occasion
from transforms.times.periods import Period
from transforms.times.rules import TimeRules
from transforms.times.scope import Scope
from transforms.times.spans import Timed, on_the_side, timed_expressions
from transforms.times.telling import same_teller, teller_at

_TOLD_BACK = frozenset({"past", "pluperfect", "perfect", "participle", "gerund", "modal", "past_modal"})
_TOLD_AS_DONE = ("past", "pluperfect", "perfect", "gerund", "participle")
_AHEAD = ("future", "modal", "infinitive", "present", "progressive")
_DIRECT = ("anchor.own", "anchor.inside")
_VAGUE = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
_DEICTIC = ("date.weekday", "date.weekday_short", "date.which_weekday", "day.", "clock.", "unit.which", "unit.part_of_the")


class Anchorer:
    """The index of one article: built once, then each event costs the size of its sentence.

    Args:
        sentences: The article's sentences in text order; those that hold events should be parsed.
        times: Its time expressions in text order.
        published: Partial publication date or None.
        rules: The compiled seeds.
    """

    def __init__(self, sentences: Sequence[Sentence], times: Sequence[TimeExpression], *, published: str | None, rules: TimeRules) -> None:
        self.sentences = sentences
        self.rules = rules
        self.published = Period.parse(published) if published else None
        self._starts = [sentence.start for sentence in sentences]
        self._times = times
        self._time_starts = [time.start for time in times]
        self._timed: dict[int, list[Timed]] = {}
        self._counts: dict[int, list[Count]] = {}

    def time(self, span: tuple[int, int], status: str = "actual") -> EventTime:
        """The time of the event that the words [start, end) express.

        Raises:
            ValueError: The span is empty or ends before it starts.
        """
        if span[0] >= span[1]:
            raise ValueError(f"event span {span} is empty; give (start, end) with start < end")
        told = self._time(span, status)
        return told if told.edtf else self._bounded(told, span, status)

    def _time(self, span: tuple[int, int], status: str) -> EventTime:
        """The time without what only follows from the publication date."""
        number = self.number_of(span)
        if number < 0:
            return EventTime(undated_reason="no_expression")
        inside = self._after_telling(self._times_in(number), span) if status == "planned" else self._times_in(number)
        links = self._links(self.sentences[number], inside, span, status)
        links += self._counted_links(number, span, status)
        possible = [link for link in links if not self._contradicts(link, span, status)]
        if possible:
            return self._decide(possible)
        if any(link.rule_id in _DIRECT for link in links):
            return EventTime(undated_reason="conflicting")
        told = self._from_scene(number, status) or self._from_occasion(number, span, status) or self._from_telling(number, span)
        return told or EventTime(undated_reason="no_expression")

    def number_of(self, span: tuple[int, int]) -> int:
        """The number of the sentence in which the span ends, -1 before the first."""
        return bisect_right(self._starts, span[1] - 1) - 1

    def _contradicts(self, link: Link, span: tuple[int, int], status: str) -> bool:
        """True for a time to come of what is told as done, and for a past one of what is still to come."""
        edtf, found, published = link.time.edtf, self.head_of(span), self.published
        if edtf is None or published is None or found is None:
            return False
        forms = [verb_form(found[0], token) for token in (found[1], *found[0].ancestors(found[1].i)) if token.is_verb]
        if status in ("actual", "denied"):
            ahead = edtf.first_day is not None and edtf.first_day > published.last
            up_to = link.preposition in self.rules.links["opens_to"] and (edtf.last_day or date.max) > published.last
            return up_to or (ahead and (link.time.basis == "context" or (found[1].is_verb and forms[0] in _TOLD_AS_DONE)))
        over = edtf.last_day is not None and edtf.last_day < published.first
        return status == "planned" and over and found[1].is_verb and not set(forms) & _TOLD_BACK

    def is_told(self, span: tuple[int, int]) -> bool:
        """True when the words stand in what a verb of saying tells as to come ("said that it would retaliate")."""
        found = self.head_of(span)
        if found is None or verb_form(*found) not in ("future", "modal", "infinitive"):
            return False
        return any(token.dep == "ccomp" and above.lemma in self.rules.links["reporting"] for token, above in found[0].steps(found[1].i))

    def head_of(self, span: tuple[int, int]) -> tuple[Parse, Token] | None:
        """The parse of the span's sentence and the span's syntactic head; None where nothing is parsed."""
        number = self.number_of(span)
        parse = self.sentences[number].parse if number >= 0 else None
        head = parse.head_of(*span) if parse else None
        return (parse, head) if parse and head else None

    def told_day(self, span: tuple[int, int]) -> date | None:
        """The day of the nearest verb of saying above the event, when the text dates it."""
        found = self.head_of(span)
        if found is None:
            return None
        for token in found[0].ancestors(found[1].i):
            if token.lemma in self.rules.links["reporting"] and token.is_verb:
                told = self.time((token.start, token.end))
                return told.first_day if told.precision == "day" else None
        return None

    @property
    def published_day(self) -> date | None:
        """The publication date where it is known to the day."""
        return self.published.first if self.published is not None and self.published.unit == "day" else None

    def _from_scene(self, number: int, status: str) -> EventTime | None:
        """The time of the main clause before, when this sentence plainly goes on in its scene ("Then the government stopped ...")."""
        here, last = self.sentences[number], self.sentences[number - 1] if number else None
        if status != "actual" or here.parse is None or last is None or last.parse is None or last.paragraph != here.paragraph:
            return None
        first = next(iter(here.parse.tokens), None)
        root = next((token for token in last.parse.tokens if token.head == token.i and token.is_verb), None)
        if first is None or root is None or first.text.lower() not in self.rules.links["goes_on"]:
            return None
        if root.lemma in self.rules.links["reporting"]:
            return None
        told = self.time((root.start, root.end), status)
        return replace(told, basis="context", rule_id="anchor.scene") if told.edtf else None

    def _from_occasion(self, number: int, span: tuple[int, int], status: str) -> EventTime | None:
        """The time of an occasion that another sentence dates ("The summit on Monday ... . They signed it at the summit")."""
        found = self.head_of(span)
        told = time_of_occasion(self.sentences, number, found[1], self._stated_time, self.rules.links) if found else None
        if told is None or (status == "planned" and self.published and (told.last_day or date.max) < self.published.first):
            return None
        return replace(told, basis="context", rule_id="anchor.occasion")

    def _from_telling(self, number: int, span: tuple[int, int]) -> EventTime | None:
        """The day on which the sentence before says that this sentence's speaker spoke, for the meeting at which he did."""
        found, before = self.head_of(span), self.sentences[number - 1].parse if number else None
        verb = teller_at(*found, self.rules.links) if found else None
        root = next((token for token in before.tokens if token.head == token.i and token.is_verb), None) if before else None
        if found is None or before is None or verb is None or root is None or not same_teller(found[0], verb, before, root):
            return None
        told = self._own_time(number - 1, (root.start, root.end))
        return replace(told, basis="context", rule_id="anchor.telling") if told and told.precision == "day" else None

    def _times_in(self, number: int) -> list[Timed]:
        """The expressions of a sentence, in text order; made when its first event asks for them."""
        if number not in self._timed:
            sentence = self.sentences[number]
            first, last = (bisect_left(self._time_starts, at) for at in (sentence.start, sentence.end))
            inside = timed_expressions(self._times[first:last], sentence.parse, self.published)
            if sentence.parse is not None:
                inside = [timed for timed in inside if not is_aside(sentence.parse, timed.start, timed.end, self.rules.links)]
                self._counts[number] = list(counts(sentence.parse, inside))
            counted = {count.time.start for count in self._counts.get(number, ())}
            self._timed[number] = [replace(timed, days=0) if timed.start in counted else timed for timed in inside]
        return self._timed[number]

    def _counted_links(self, number: int, span: tuple[int, int], status: str) -> list[Link]:
        """Dates counted from another event of the sentence that the text dates itself."""
        parse = self.sentences[number].parse
        head = parse.head_of(*span) if parse else None
        if parse is None or head is None:
            return []
        found = []
        for count in self._counts.get(number, ()):
            for host in (count.earlier, count.later):
                other = parse.tokens[count.other(host)]
                rank = Scope(parse, self.rules.links).rank(host, head.i, before=count.time.start < span[0], past=False, status=status)
                told = self._own_time(number, (other.start, other.end)) if rank is not None else None
                edtf = count.from_other(host, told) if told is not None else None
                if rank is not None and edtf is not None:
                    found.append(Link(rank + 1, replace(count.time, edtf=edtf, days=0), "", "anchor.counted"))
        return found

    def _after_telling(self, inside: list[Timed], span: tuple[int, int]) -> list[Timed]:
        """A weekday in what was said to come is the first one after the telling ("announced on Friday that it would leave on Sunday")."""
        found = self.head_of(span)
        forms = [verb_form(found[0], token) for token in (found[1], *found[0].ancestors(found[1].i)) if token.is_verb] if found else []
        told = self.told_day(span) if "modal" in forms[:2] and any(timed.is_weekly for timed in inside) else None
        return [timed.first_after(told) for timed in inside] if told is not None else inside

    def _own_time(self, number: int, span: tuple[int, int]) -> EventTime | None:
        """The time that the sentence's expressions give to an event without counting from another one."""
        links = self._links(self.sentences[number], self._times_in(number), span, "actual")
        return self._decide(links) if links else None

    def _stated_time(self, number: int, span: tuple[int, int]) -> EventTime | None:
        """The time that stands beside the words themselves ("the summit on Monday"), or with the verb that says when it is held."""
        found = self.head_of(span)
        told = self._own_time(number, span)
        if found is None or told is None:
            return None
        if told.rule_id not in ("anchor.own", "anchor.inside", "anchor.clause"):
            return told if found[0].kids(found[1].i, "acl", "relcl") else None  # "the summit held on Monday"
        above = found[0].tokens[found[1].head]
        lists = self.rules.links
        held = above.lemma in lists["attending"] | lists["happening"] | lists["beginning"] | {"take"}
        return told if held or told.rule_id != "anchor.clause" else None

    def _links(self, sentence: Sentence, inside: Sequence[Timed], span: tuple[int, int], status: str) -> list[Link]:
        if not inside:
            return []
        if sentence.parse is None:
            return self._unparsed_links(inside, span)
        return _parsed_links(sentence.parse, inside, span, status, self.rules, self.published)

    def _unparsed_links(self, inside: Sequence[Timed], span: tuple[int, int]) -> list[Link]:
        """Without a parse only the single expression of a sentence is trusted, as an adverbial of its one clause."""
        dated = [timed for timed in inside if timed.edtf]
        if len(dated) != 1:
            return []
        return [Link(3, dated[0], "", "anchor.only_expression")]

    def _decide(self, links: list[Link]) -> EventTime:
        """The most direct link; of equally direct ones the finest, if they agree."""
        dated = [link for link in links if link.time.edtf is not None]
        nearest = min(links, key=lambda item: item.rank)
        best = min((link.rank for link in dated), default=None)
        if best is None or (nearest.rank < best and _is_unplaced(nearest.time.expression)):
            return EventTime(undated_reason=_reason(nearest.time.expression, self.published))
        try:
            nearest_dated = [link for link in dated if link.rank == best or closes(link, dated, best, self.rules.links["opens_from"])]
            plain = [link for link in nearest_dated if link.preposition not in self.rules.links["opens_to"]]
            placed = [(self._placed(link), link) for link in plain or nearest_dated]  # "promised on Monday to act by Friday"
            edtf, link = min(placed, key=lambda item: (width(item[0]), item[1].time.start))
            if any(not agree(edtf, other) for other, _ in placed):
                return EventTime(undated_reason="conflicting")
            edtf = _lasting(edtf, self._during(links, best), begins=link.preposition == "from")
        except (ValueError, OverflowError):
            return EventTime(undated_reason="out_of_range")
        return EventTime(
            str(edtf), edtf.first_day, edtf.last_day, edtf.precision, link.time.basis, (link.time.start, link.time.end),
            link.rule_id, None,
        )  # fmt: skip

    def _placed(self, link: Link) -> Edtf:
        """The time with what the preposition says: "since May" is `X/..`, "by May" `../X`."""
        edtf = link.time.edtf
        if edtf is None:
            raise ValueError("a link without a time")
        if link.preposition in ("before", "after") and link.time.expression.type == "TIME":  # "before dawn on Sunday" is on Sunday
            return edtf
        names_both_ends = link.time.is_range or "/" in link.time.expression.value
        if (edtf.interval and edtf.precision == "open") or (link.preposition == "from" and names_both_ends):
            return edtf
        if link.rule_id.endswith(".ended") or link.preposition in self.rules.links["opens_to"]:
            return edtf.until()
        if link.preposition in self.rules.links["opens_from"]:
            return edtf.since()
        return edtf

    def _during(self, links: Sequence[Link], best: int) -> list[Link]:
        """Links of durations over which the event itself lasts, not after or within which it comes ("after three weeks of talks")."""
        apart = self.rules.links["opens_from"] | self.rules.links["opens_to"] | self.rules.links["not_lasting"]
        return [link for link in links if link.rank <= best and link.preposition not in apart]

    def _bounded(self, undated: EventTime, span: tuple[int, int], status: str) -> EventTime:
        """What only follows from the publication date is a bound: told as done not after it, told as to come not before it."""
        published = self.published
        way = self._side(span, status) if published is not None else 0
        if published is None or not way:
            return undated
        return replace(undated, not_after=published.last) if way < 0 else replace(undated, not_before=published.first)

    def _side(self, span: tuple[int, int], status: str) -> int:
        """-1 for what lies behind the article, 1 for what lies ahead, 0 where the tense does not tell."""
        if status in ("actual", "planned"):
            return -1 if status == "actual" else 1
        found = self.head_of(span)
        verbs = [token for token in (found[1], *found[0].ancestors(found[1].i)) if token.is_verb] if found else []
        forms = [verb_form(found[0], verb) for verb in verbs] if found else []
        if not forms or forms[0] in (*_TOLD_AS_DONE, "past_modal"):
            return -1 if forms and (status == "denied" or forms[0] == "past_modal") else 0
        reported = self.rules.links["reporting"]
        told_back = any(form in _TOLD_AS_DONE and verb.lemma not in reported for form, verb in zip(forms[1:], verbs[1:], strict=True))
        if told_back:
            return -1 if status == "denied" else 0  # "had failed to persuade"
        return 1 if forms[0] in _AHEAD else 0


def _lasting(edtf: Edtf, links: Sequence[Link], *, begins: bool) -> Edtf:
    """A "two-day visit" that has one day lasts from that day on, and so does what goes on "for three days from Monday"."""
    days = next((link.time.days for link in links if link.time.days > 1), 0)
    if not days or edtf.start is None or edtf.start.precision != "day" or edtf.precision not in ("day", "open" if begins else "day"):
        return edtf
    return Edtf.of_days(edtf.start.first, edtf.start.first + timedelta(days=days - 1))


def anchor_event(
    span: tuple[int, int],
    sentences: Sequence[Sentence],
    times: Sequence[TimeExpression],
    *,
    published: str | None,
    rules: TimeRules,
    status: str = "actual",
) -> EventTime:
    """The time of one event; for many events of an article use `Anchorer`, which reads the article once.

    Raises:
        ValueError: The span is empty, or `published` is no partial date.
    """
    return Anchorer(sentences, times, published=published, rules=rules).time(span, status)


def _parsed_links(
    parse: Parse, inside: Sequence[Timed], span: tuple[int, int], status: str, rules: TimeRules, published: Period | None
) -> list[Link]:
    head = parse.head_of(*span)
    if head is None:
        return []
    scope = Scope(parse, rules.links, span)
    links = []
    for timed in inside:
        if span[0] <= timed.start and timed.end <= span[1] and dates_inside(parse, timed.start, timed.end, head.i, rules.links):
            links.append(Link(0, _fitting(scope, timed, head.i, status, published), "", "anchor.inside"))
            continue
        link = _best_link(scope, timed, head.i, span, status, published)
        if link is None and timed.days > 1 and stays(parse, timed.start, timed.end, head, rules.links):
            link = Link(0, timed, "", "anchor.own")
        if link is not None:
            links.append(link)
    return links


def _best_link(scope: Scope, timed: Timed, event: int, span: tuple[int, int], status: str, published: Period | None) -> Link | None:
    """The most direct of the ways in which the expression may be attached."""
    deictic = timed.expression.rule_id.startswith(_DEICTIC)
    ago = timed.expression.rule_id == "offset.ago"
    raw, timed = timed, _fitting(scope, timed, event, status, published)
    past = published is not None and timed.edtf is not None and (timed.edtf.last_day or date.max) < published.first
    coarse = timed.edtf is not None and timed.edtf.precision in ("month", "year")
    best: Link | None = None
    for place in attachments(scope.parse, timed.start, timed.end, deictic=deictic, ago=ago, words=scope.words):
        if ago and status == "planned" and place.host >= event:
            continue  # "would investigate the massacre of four years ago": what is to come was not then
        rank = scope.rank(place.host, event, before=timed.start < span[0], past=past, status=status)
        if rank is None and coarse and scope.is_told_meanwhile(place.host, event):
            rank = 2
        if rank is not None and (best is None or rank + place.cost < best.rank):
            rule = _rule(scope, place.host, event, rank)
            host = scope.parse.tokens[place.host]
            begins = host.i != event and host.lemma in scope.words["happening"] and verb_form(scope.parse, host) == "infinitive"
            told = on_the_side(raw, published, past=False) if raw.is_weekly and begins else timed  # "ordered a pause to begin on Tuesday"
            best = Link(rank + place.cost, told, "" if timed.is_range else place.preposition, rule)
    return best


def _fitting(scope: Scope, timed: Timed, event: int, status: str, published: Period | None) -> Timed:
    token = scope.parse.tokens[event]
    clause = clause_of(scope.parse, token, scope.words)
    form = clause.form
    if form == "infinitive" and clause.above in ("past", "pluperfect") and not timed.is_weekly:
        return timed  # "sought to strike a deal in February"
    comes = form == "progressive" and token.lemma in scope.words["progressive_plans"]
    if status == "planned" or comes or is_arranged(scope.parse, token, scope.words):
        return on_the_side(timed, published, past=False)
    return on_the_side(timed, published, past=True) if status == "actual" and form in _TOLD_AS_DONE else timed


def _rule(scope: Scope, host: int, event: int, rank: int) -> str:
    if host == event:
        return "anchor.own"
    tokens = scope.parse.tokens
    direct = tokens[event].head == host and tokens[event].dep in ("nsubj", "nsubjpass", "dobj")
    if direct and tokens[host].lemma in scope.words["ending"]:
        return "anchor.ended"
    return "anchor.clause" if rank == 1 else "anchor.scope"


def _reason(expression: TimeExpression, published: Period | None) -> str:
    if expression.value in _VAGUE or expression.type in ("DURATION", "SET"):
        return "vague_expression"
    known = published is not None and published.unit == "day"  # then only the time that it is counted from is missing
    return "vague_expression" if known or (expression.value and "XX" not in expression.value) else "no_publication_date"


def _is_unplaced(expression: TimeExpression) -> bool:
    """True for a day, week, month or year that cannot be placed without a publication date: no other date stands in for it."""
    return expression.type in ("DATE", "TIME") and expression.value.startswith("XXXX")
