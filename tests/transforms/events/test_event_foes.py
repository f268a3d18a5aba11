"""Whom an attack is against whose own sentence names nobody."""

from collections.abc import Callable

import pytest

from transforms.records import EventMention

Find = Callable[[str], list[EventMention]]
ISIS, KURDS = {"GRP:ISIS"}, {"GRP:YPG"}


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        # what the next sentence says the attack is for
        ("Turkey launched an offensive in Syria. Ankara hopes to oust Islamic State.", ISIS),
        ("Last week saw a Turkish offensive. Its aim is to dislodge the YPG.", KURDS),
        ("Turkey launched an offensive in Syria. Russia hopes to oust Islamic State.", {"SYR"}),
        ("Turkey launched an offensive in Syria. Rain fell. Ankara hopes to oust Islamic State.", {"SYR"}),
        # the one group that its author attacks elsewhere
        ("Turkey launched an offensive on Monday. It rained. Turkey bombed a stronghold of Islamic State.", ISIS),
        ("Turkey launched an offensive on Monday. Turkey bombed Islamic State. Turkey attacked the YPG.", set()),
        ("Turkey launched an offensive on Monday. Russia bombed a stronghold of Islamic State.", set()),
        ("Turkey launched an offensive on Monday. Turkey bombed Greece.", set()),  # states are at war with many
        # what is invaded is a state
        ("Since the Turkish invasion it rained. Greece met Iran. Greece criticised Italy.", {"GRC"}),
        ("Since the Turkish invasion it rained. Greece met Iran twice. Iran and Greece signed a treaty.", set()),
    ],
)
def test_the_enemy_of_an_attack_is_named_elsewhere(find: Find, text: str, targets: set[str]) -> None:
    assert {m.code for m in find(text)[0].targets} == targets


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Turkey recalled its ambassador to Israel. Ankara also suspended military cooperation.", {"ISR"}),
        ("Turkey recalled its ambassador to Israel. Russia also suspended military cooperation.", set()),
        ("Turkey recalled its ambassador to Israel. It rained. Ankara also suspended military cooperation.", set()),
    ],
)
def test_a_second_act_of_one_kind_is_against_whom_the_first_was(find: Find, text: str, targets: set[str]) -> None:
    assert {m.code for m in find(text)[-1].targets} == targets
