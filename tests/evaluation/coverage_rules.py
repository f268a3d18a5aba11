"""`make coverage-rules EVAL_DATA=DIR`: how often each event rule fits over the articles of DIR, and which never does.

A rule that never fits is not wrong by that: news of other years may need it. It is one to look at: would a reader of news write so?
"""

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from flows.knowledge import seeds
from flows.knowledge.build import load_knowledge
from tests.evaluation.bench import corpus
from transforms.actors.resolve import resolve_actors
from transforms.events.find import views
from transforms.events.matching import find_matches
from transforms.extract import Knowledge
from transforms.language import segment


def rules_of(text: str, published: str | None, knowledge: Knowledge) -> list[str]:
    """The ids of the rules that were best for some trigger word of the text, those of type "none" included."""
    sentences = [s for s in segment(text) if knowledge.lexicon.may_hold_event(text[s.start : s.end])]
    parsed = knowledge.language.parse(text, sentences)
    actors = resolve_actors(text, parsed, knowledge.registry, published=published)
    return [match.rule.id for view in views(text, parsed, actors, knowledge.lexicon) for match in find_matches(view).values()]


def main() -> None:
    """Prints the share of rules that fit, and those that never do, file by file."""
    knowledge = load_knowledge()
    fired: Counter[str] = Counter()
    articles = corpus(Path(sys.argv[1]).resolve())
    for row in articles:
        published = row["published"]
        fired.update(rules_of(str(row["text"]), published if isinstance(published, str) else None, knowledge))
    rules = [(name, entry["id"]) for name, entries in seeds.rules("events").items() for entry in entries if "id" in entry]
    silent = [(name, rule) for name, rule in rules if rule not in fired]
    print(f"{len(rules) - len(silent)} of {len(rules)} rules fit somewhere in {len(articles)} articles, {sum(fired.values()):,} times")
    print("most often: " + ", ".join(f"{rule} {count}" for rule, count in fired.most_common(12)))
    for name, group in groupby(silent, key=lambda pair: pair[0]):
        print(f"never, {name}.yml: " + ", ".join(rule for _, rule in group))


if __name__ == "__main__":
    main()
