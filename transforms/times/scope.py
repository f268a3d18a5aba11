"""Whether a time expression that is attached to one token dates the event of another: how far its scope reaches."""

from dataclasses import dataclass

from transforms.syntax import Parse, Token
from transforms.times.attach import CLAUSES, SUBJECTS, Words

_NP = frozenset({"compound", "amod", "nmod", "appos", "poss", "nummod", "npadvmod", "tmod", "advmod", "det", "dep", "quantmod"})
_LOOSE = frozenset({"prep", "agent", "prt", "acomp", "oprd"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "csubj"}) | _LOOSE
_PHRASE = ("IN", "DT", "JJ", "HYPH", "POS", "-LRB-", "-RRB-")
_MODAL = frozenset({"will", "would", "may", "might", "could", "can", "must", "should", "shall", "'ll", "wo"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Decides whether an expression attached to one token dates the event of another.

    `words` are the lists of `seeds/times/links.yml`, `span` the characters of all of the event's words ("launched attacks").
    """

    parse: Parse
    words: Words
    span: tuple[int, int] = (0, 0)

    def rank(self, host: int, event: int, *, before: bool, past: bool, status: str) -> int | None:
        """How directly an expression at `host` dates the event at `event`: 0 is itself; None when its scope does not reach it.

        Args:
            host: Token that the expression modifies.
            event: Head token of the event.
            before: The expression stands before the event in the text.
            past: The expression means a time before the publication date.
            status: The event's status; what is planned or denied does not take the time of the verb that tells of it.
        """
        if host == event or self._is_own_noun(host) or self._is_when_held(host, event):
            return 0
        up = self._path(event, host)
        if up is not None:
            return self._up(up, before=before, status=status)
        down = self._path(host, event)
        return self._down(down, event, past=past and self.parse.tokens[event].tag in ("VBD", "VBN")) if down is not None else None

    def is_told_meanwhile(self, host: int, event: int) -> bool:
        """True for what is said to have been done, in a month or year that is named: "in February, Iran said it shot it down"."""
        told = self.parse.tokens[event]
        helpers = {kid.text.lower() for kid in self.parse.kids(event, "aux", "auxpass")}
        direct = told.dep == "ccomp" and told.head == host and self.parse.tokens[host].lemma in self.words["reporting"]
        return direct and told.tag in ("VBD", "VBN") and not helpers & {"had", "have", "has"}

    def _is_own_noun(self, host: int) -> bool:
        """True for "attacks" of "launched attacks in 1991"; a text or occasion may have its year as a name ("left the pact of 1987")."""
        noun = self.parse.tokens[host]
        own = self.span[0] <= noun.start and noun.end <= self.span[1]
        return own and noun.is_noun and noun.dep == "dobj" and noun.lemma not in self.words["texts"] | self.words["occasions"]

    def _is_when_held(self, host: int, event: int) -> bool:
        """True for "held" of "the summit of the Forum held on Monday", whatever noun the parser hangs it on."""
        verb = self.parse.tokens[host]
        ends = self.parse.tokens[event].lemma in self.words["ending"]
        if ends or verb.dep not in ("acl", "relcl") or verb.lemma not in self.words["happening"]:
            return False
        before = [token for token in self.parse.tokens[: verb.i] if token.start >= self.parse.tokens[event].start and token.tag != "WDT"]
        inside = [token for token in before if token.i == event or token.end <= self.span[1]]
        noun = next((token for token in reversed(inside) if token.lemma.lower() in self.words["occasions"]), None)
        return noun is not None and all(token.is_noun or token.tag in _PHRASE for token in before if token.i > noun.i)

    def _path(self, low: int, high: int) -> list[Token] | None:
        """Tokens from `low` up to just below `high`; None when `high` is no ancestor."""
        tokens = [self.parse.tokens[low]]
        while tokens[-1].i != high:
            token = tokens[-1]
            if token.head == token.i:
                return None
            tokens.append(self.parse.tokens[token.head])
        return tokens[:-1]

    def _up(self, path: list[Token], *, before: bool, status: str) -> int | None:
        """The expression modifies something above the event: each step up must keep the time."""
        cost = 0
        for number, token in enumerate(path):
            if token.dep == "ccomp" and any(below.dep in (*SUBJECTS, "attr", "pobj") for below in path[:number]):
                return None  # "warned that a proposal would ...", "said it was an attempt", "said it would not act on his call"
            if token.dep == "acl" and number < len(path) - 1 and not self._is_wording(token):
                return None
            if token.dep == "ccomp" and number and self._says_too(path[number - 1]):
                continue
            step = self._step(token, before=before, status=status)
            if step is None:
                return None
            cost += step
        return cost

    def _says_too(self, token: Token) -> bool:
        """Reads "said on Monday he was concerned, as he urged restraint": who said the one urged the other then."""
        here = any(kid.text.lower() == "as" for kid in self.parse.kids(token.i, "mark"))
        pronoun = any(kid.tag == "PRP" for kid in self.parse.kids(token.i, "nsubj"))
        return token.dep == "advcl" and here and pronoun and token.tag == "VBD" and token.lemma in self.words["reporting"]

    def _step(self, token: Token, *, before: bool, status: str) -> int | None:
        above = self.parse.tokens[token.head]
        if token.dep in _NP:
            return 1
        if token.dep == "conj":
            return 1 if before and not self.parse.kids(token.i, *SUBJECTS) and not self._is_now(token, above) else None
        if token.dep in _ARGUMENTS:
            return self._argument(token, above)
        if token.dep == "acl":  # "the Feb. 23 accord signed by ..."
            return 1 if token.tag == "VBN" or self._is_wording(token) else None
        if token.dep in ("xcomp", "pcomp") or (token.dep == "ccomp" and any(k.tag == "TO" for k in self.parse.kids(token.i, "aux"))):
            return self._complement(token, above, status)
        if token.dep == "advcl":
            return self._adverbial(token)
        if token.dep == "relcl":
            return 1 if self._is_wording(token) else self._arrival(token, above)
        return self._content(token, above, status) if token.dep == "ccomp" else None

    def _is_now(self, token: Token, above: Token) -> bool:
        """True for the second of "ended the war years ago and now is poised to act": the present has not the time of the past."""
        present = any(t.tag in ("VBZ", "VBP") and t.lemma == "be" for t in (token, *self.parse.kids(token.i, "aux", "auxpass")))
        return present and above.tag == "VBD"

    def _is_wording(self, token: Token) -> bool:
        """Reads "adopted on Monday a resolution condemning it": the words of a text are said when it is issued."""
        text = self.parse.tokens[token.head]
        issued = text.dep in ("dobj", "nsubjpass") and self.parse.tokens[text.head].lemma in self.words["issuing"]
        speaks = token.tag == "VBG" or any(kid.tag == "WDT" for kid in self.parse.kids(token.i, "nsubj"))
        return speaks and issued and text.lemma in self.words["worded"]

    def _argument(self, token: Token, above: Token) -> int | None:
        if token.dep in _LOOSE:
            return 1
        if token.dep == "pobj":
            word = above.text.lower()
            goal = word == "to" and self.parse.tokens[above.head].lemma in self.words["arriving"]  # no time: "travelled to Rome"
            opens = word in self.words["opens_from"] | self.words["opens_to"] and above.dep != "agent" and not goal
            earlier = word in self.words["conceding"] or (word == "at" and token.lemma in self.words["prompting"])
            return None if opens or earlier or self._is_topic(above) else 1
        raised = token.dep == "nsubjpass" and bool(self.parse.kids(above.i, "xcomp"))  # "talks are expected to start"
        return 1 if raised or not above.is_verb or above.lemma not in self.words["about"] else None

    def _is_topic(self, preposition: Token) -> bool:
        """True when what follows is only spoken of or looked forward to: "called for talks", "told reporters of the attack"."""
        above = self.parse.tokens[preposition.head]
        word = preposition.text.lower()
        if word == "for" and above.lemma in self.words["looking_to"]:
            return True
        return word in self.words["topic"] and above.is_verb and above.lemma in self.words["about"] | self.words["reporting"]

    def _complement(self, token: Token, above: Token, status: str) -> int | None:
        """Reads "began to withdraw" is one time; of "voted not to attend" the vote is the act, unless the attending is told as planned."""
        if token.dep == "pcomp":
            return 1 if above.text.lower() in self.words["same_time"] else None
        decided = status == "actual" and above.lemma in self.words["deciding"]
        return 1 if decided or above.lemma in self.words["beginning"] else None

    def _adverbial(self, token: Token) -> int | None:
        marks = [kid.text.lower() for kid in self.parse.kids(token.i, "mark", "advmod") if kid.i < token.i and kid.tag != "RB"]
        if any(mark in self.words["same_time"] for mark in marks):
            earlier = any(kid.text.lower() == "had" for kid in self.parse.kids(token.i, "aux"))  # "as he had urged"
            return None if earlier else 2
        purpose = any(kid.tag == "TO" for kid in self.parse.kids(token.i, "aux"))
        if purpose:  # "went on television on Monday to denounce it"
            return 1 if self.parse.tokens[token.head].lemma in self.words["beginning"] else None
        return 1 if token.tag == "VBG" and not marks else None

    def _arrival(self, token: Token, place: Token) -> int | None:
        """Reads "travelled on Saturday to Tirana, where he met the president": what is done at the goal is done on that day."""
        verb = next((above for above in self.parse.ancestors(place.i) if above.is_verb), None)
        there = any(kid.text.lower() == "where" for kid in self.parse.kids(token.i, "advmod"))
        same = verb is not None and verb.lemma in self.words["arriving"] and token.tag == verb.tag == "VBD"
        return 1 if there and same and place.dep in ("pobj", "dobj") else None

    def _content(self, token: Token, above: Token, status: str) -> int | None:
        """What a verb of saying tells has its day only when the telling is the act: "said it may extend", not "said it had agreed"."""
        if status != "actual" or above.lemma not in self.words["reporting"]:
            return None
        helpers = {kid.text.lower() for kid in self.parse.kids(token.i, "aux", "auxpass")}
        if "had" in helpers or "been" in helpers:
            return None
        if helpers & _MODAL or token.tag in ("VBP", "VBZ") or token.lemma in self.words["stative"]:
            return 2
        return 2 if token.tag == "VBG" and above.lemma in self.words["declaring"] else None  # "announced it was quitting"

    def _speaks_of(self, participle: Token, event: int) -> bool:
        """True when the participle's noun is the event, or says on what occasion it was ("in remarks made last week").

        It says nothing of either when somebody else is its subject ("rebuked Obama, whose address a decade ago set the course").
        """
        if any(kid.is_noun and kid.tag not in ("WDT", "WP") for kid in self.parse.kids(participle.i, *SUBJECTS)):
            return False
        noun = self.parse.tokens[participle.head]
        above = self.parse.tokens[self.parse.tokens[noun.head].head]
        named = noun.tag == "NNP" and noun.lemma.lower() not in self.words["occasions"]  # "met President Mandela, held ..."
        attended = noun.dep == "dobj" and noun.head == event and self._is_attended(noun, event)  # "attended a summit held on Monday"
        return noun.i == event or attended or (noun.dep == "pobj" and above.i == event and not named)

    def _is_attended(self, noun: Token, event: int) -> bool:
        return noun.lemma.lower() in self.words["occasions"] and self.parse.tokens[event].lemma in self.words["attending"]

    def _down(self, path: list[Token], event: int, *, past: bool) -> int | None:
        """The expression modifies something below the event: a participle of the event's noun ("a summit held Monday"), or a proper name.

        The parser hangs many an adverbial on the last noun, so a name of a place is as good as the event itself; and what is past
        belongs to the verb in the past ("invited them to join in July 1997").
        """
        cost = 1
        for token in path:
            step = self._step_down(token, event, past=past)
            if step is None:
                return None
            cost += step
        host = path[0]
        if host.is_verb and cost == 1:
            return None
        if (
            (host.dep in SUBJECTS or self._is_means(host))
            and path[-1].head == event
            and self.parse.tokens[event].lemma in self.words["effect"]
        ):
            return 1  # "the attacks Aug. 7 killed ten people", "ten were killed by an air strike on Aug. 7"
        if host.dep == "dobj" and self._is_attended(host, event):
            return 1  # "attended a summit in Rome in May 2001"
        return cost if host.is_verb or host.tag in ("NNP", "NNPS") or host.lemma in self.words["timeless"] else None

    def _is_means(self, noun: Token) -> bool:
        """True for the deed by or in which something was done: "killed in a raid"."""
        return noun.dep == "pobj" and self.parse.tokens[noun.head].text.lower() in ("by", "in") and noun.lemma in self.words["deeds"]

    def _step_down(self, token: Token, event: int, *, past: bool) -> int | None:
        if token.dep == "prep" and token.text.lower() == "as" and self.parse.kids(token.i, "prep"):
            return None  # "his bombing of towns, as in the siege of 2016"
        says_when = token.dep in ("acl", "relcl") or (token.dep == "advcl" and token.tag == "VBN")  # "launched it, led by Iran, on Monday"
        if says_when and token.lemma in self.words["hosting"] and self._speaks_of(token, event):
            told_of = self._is_its_content(token) or self.parse.kids(token.i, "acomp", "oprd")  # "the attack made public on Friday"
            return None if told_of else 1
        if token.dep == "conj" and token.is_verb and self._joined_by_and(token):
            return 2
        if token.dep == "xcomp" and past:
            return 3
        if token.dep == "ccomp" and self._results_in(token):
            return 2
        return None if token.dep in CLAUSES else 0

    def _results_in(self, token: Token) -> bool:
        """True for the cause of a result, "last year he was so upset, he ordered a strike": both were then."""
        above = self.parse.tokens[token.head]
        return token.i < above.i and token.tag == above.tag == "VBD" and any(t.text.lower() == "so" for t in self.parse.subtree(token.i))

    def _is_its_content(self, token: Token) -> bool:
        """True for what a text provides for: "an agreement to open the crossing on Friday"."""
        return token.tag == "VB" and self.parse.tokens[token.head].lemma in self.words["texts"]

    def _joined_by_and(self, token: Token) -> bool:
        """True when the verb follows "and" and shares the subject of the verb before it."""
        above = self.parse.tokens[token.head]
        joined = any(kid.lemma == "and" for kid in self.parse.kids(above.i, "cc"))
        return joined and not self.parse.kids(token.i, *SUBJECTS)
