"""Sentences and their parse as plain values, so that no other module touches spaCy objects.

Tags are Penn Treebank tags; dependency labels are spaCy's English (ClearNLP) labels. All offsets point into `Article.text`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `head` is the index of its head in the same sentence, its own index for the root."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    tag: str
    dep: str
    head: int

    @property
    def is_verb(self) -> bool:
        """True for a main or auxiliary verb form (VB*, MD)."""
        return self.tag.startswith("VB") or self.tag == "MD"

    @property
    def is_noun(self) -> bool:
        """True for a common or proper noun."""
        return self.tag.startswith("NN")


@dataclass(frozen=True, slots=True)
class Parse:
    """The dependency tree of one sentence."""

    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...] = field(repr=False)

    @classmethod
    def of(cls, tokens: tuple[Token, ...]) -> "Parse":
        """Builds the tree; children are in text order and leave out the root's loop to itself."""
        children: list[list[int]] = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        return cls(tokens, tuple(tuple(c) for c in children))

    def kids(self, i: int, *deps: str) -> list[Token]:
        """Direct dependents of token `i`, all or only those with one of the labels."""
        children = self.children[i]
        return [self.tokens[c] for c in children if not deps or self.tokens[c].dep in deps] if children else []

    def ancestors(self, i: int) -> Iterator[Token]:
        """Heads from the token's own head up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def steps(self, i: int) -> Iterator[tuple[Token, Token]]:
        """Each token with its head, from token `i` up to below the root."""
        for above in self.ancestors(i):
            yield self.tokens[i], above
            i = above.i

    def subtree(self, i: int) -> list[Token]:
        """The token and everything below it, in text order."""
        found, stack = [], [i]
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(self.children[current])
        return [self.tokens[k] for k in sorted(found)]

    def conjuncts(self, i: int) -> list[Token]:
        """The token and those coordinated after it ("Britain, France and Italy"), in text order."""
        found, current = [self.tokens[i]], [i]
        while current:
            current = [c for k in current for c in self.children[k] if self.tokens[c].dep == "conj"]
            found.extend(self.tokens[c] for c in current)
        return sorted(found, key=lambda token: token.i)

    def at(self, start: int, end: int) -> list[Token]:
        """Tokens that overlap the characters [start, end)."""
        return [token for token in self.tokens if token.start < end and start < token.end]

    def head_of(self, start: int, end: int) -> Token | None:
        """The token of the span whose head lies outside it: the span's syntactic head."""
        inside = self.at(start, end)
        numbers = {token.i for token in inside}
        for token in inside:
            if token.head not in numbers or token.head == token.i:
                return token
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading: [start, end) in the text, its paragraph's number, and its parse when it was parsed."""

    start: int
    end: int
    paragraph: int
    heading: bool = False
    parse: Parse | None = None
