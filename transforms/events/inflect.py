"""English inflection by rule, generous rather than exact: a form too many costs nothing, a form that is missing loses events."""

from collections.abc import Mapping

_VOWELS = "aeiou"


def verb_forms(lemma: str, irregular: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The lemma and all its inflected forms in lower case, British and American spellings alike.

    Args:
        lemma: One word in lower case.
        irregular: Further forms by lemma ("seek": ("sought",)), as in `seeds/events/irregular.csv`.
    """
    spellings = {lemma}
    if lemma.endswith("ize"):
        spellings.add(lemma[:-3] + "ise")
    if lemma.endswith("yze"):
        spellings.add(lemma[:-3] + "yse")
    forms: set[str] = set()
    for spelling in spellings:
        forms |= {spelling, _third_person(spelling), *irregular.get(spelling, ())} | _participles(spelling)
    return frozenset(forms)


def noun_forms(lemma: str, irregular: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The lemma, its plural, and their irregular forms in lower case."""
    further = (lemma[:-3] + "men",) if lemma.endswith("man") else (lemma + "s",) if lemma.endswith("o") else ()  # gunmen, commandos
    return frozenset({lemma, _third_person(lemma), *further, *irregular.get(lemma, ())})


def _third_person(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _participles(word: str) -> set[str]:
    if word.endswith("ie"):
        return {word + "d", word[:-2] + "ying"}
    if word.endswith("ee"):
        return {word + "d", word + "ing"}
    if word.endswith("e"):
        return {word + "d", word[:-1] + "ing"}
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return {word[:-1] + "ied", word + "ing"}
    forms = {word + "ed", word + "ing"}
    if len(word) > 2 and word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS:
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    if word.endswith("c"):
        forms |= {word + "ked", word + "king"}
    return forms
