"""The pattern language of the time rules, compiled to a regular expression over the class string.

`word` is that word, `{role}` a word or number with that role (captured under the role's name, or `{role:name}`), `<macro>` a named
piece (captured likewise), `( )`, `|` and `?` group, choose and make optional. There is no repetition, so matching stays linear.
"""

import re
from collections.abc import Callable, Mapping

from transforms.times.tokens import SHAPE_ROLES

_PIECE = re.compile(
    r"\{(?P<role>\w+)(?::(?P<role_name>\w+))?\}|<(?P<macro>\w+)(?::(?P<macro_name>\w+))?>|(?P<word>'?[a-z]+(?:'clock)?)|(?P<op>[()|?])|(?P<mark>[^\s\w])|(?P<gap>\s+)"
)


class BadPattern(ValueError):
    """A pattern uses an unknown role or macro, or does not compile."""


def words_of(pattern: str) -> list[str]:
    """The literal words and punctuation marks of a pattern."""
    return [piece["word"] or piece["mark"] for piece in _PIECE.finditer(pattern) if piece["word"] or piece["mark"]]


def compile_pattern(pattern: str, macros: Mapping[str, str], bracket: Callable[[str], str]) -> re.Pattern[str]:
    """The regular expression of a pattern.

    Args:
        pattern: The pattern as written in a rule.
        macros: Pieces by name; a macro may use macros.
        bracket: Gives the characters of a role ("month") or word ("=the").

    Raises:
        BadPattern: An unknown role or macro, a character that means nothing, or unbalanced parentheses.
    """
    try:
        return re.compile(_Writer(macros, bracket).write(pattern))
    except re.error as error:
        raise BadPattern(f"pattern {pattern!r} does not compile: {error}") from error


class _Writer:
    def __init__(self, macros: Mapping[str, str], bracket: Callable[[str], str]) -> None:
        self._macros = macros
        self._bracket = bracket
        self._names: set[str] = set()
        self._depth = 0

    def write(self, pattern: str) -> str:
        parts, at = [], 0
        while at < len(pattern):
            piece = _PIECE.match(pattern, at)
            if piece is None:
                raise BadPattern(f"pattern {pattern!r}: {pattern[at]!r} at {at} means nothing; allowed: words, {{role}}, <macro>, ( ) | ?")
            parts.append(self._piece(piece))
            at = piece.end()
        return "".join(parts)

    def _piece(self, piece: re.Match[str]) -> str:
        if piece["op"]:
            return "(?:" if piece["op"] == "(" else piece["op"]
        if piece["role"]:
            return self._named(piece["role_name"] or piece["role"], self._class(piece["role"]))
        if piece["macro"]:
            return self._macro(piece["macro"], piece["macro_name"] or piece["macro"])
        return "" if piece["gap"] else self._class("=" + (piece["word"] or piece["mark"]))

    def _macro(self, macro: str, name: str) -> str:
        if macro not in self._macros:
            raise BadPattern(f"macro <{macro}> is not defined; allowed: {', '.join(sorted(self._macros))}")
        if self._depth > 5:
            raise BadPattern(f"macro <{macro}> uses itself")
        self._depth += 1
        body = f"(?:{self.write(self._macros[macro])})"
        self._depth -= 1
        return self._named(name, body)

    def _class(self, role: str) -> str:
        chars = self._bracket(role)
        if not chars:
            shown = ", ".join(sorted(SHAPE_ROLES))
            raise BadPattern(f"role {{{role}}} has no words; allowed: the roles in words.yml and {shown}")
        return f"[{chars}]"

    def _named(self, name: str, body: str) -> str:
        """Captures the first use of a name; a second use captures nothing."""
        if name in self._names:
            return body if body.startswith(("[", "(?:")) else f"(?:{body})"
        self._names.add(name)
        return f"(?P<{name}>{body})"
