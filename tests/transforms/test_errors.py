"""An error says where, what was found, what is allowed, what to do."""

import pytest

from transforms.errors import REJECT_REASONS, RegestaError, UnreadableArticle


def test_the_message_holds_all_parts_in_order() -> None:
    error = RegestaError("states.csv line 3", "code 'XX'", allowed="ISO 3166-1 alpha-3", remedy="mend the code")
    assert str(error) == "states.csv line 3: code 'XX'; allowed: ISO 3166-1 alpha-3; mend the code"
    assert (error.where, error.found, error.allowed, error.remedy) == (
        "states.csv line 3",
        "code 'XX'",
        "ISO 3166-1 alpha-3",
        "mend the code",
    )


def test_a_reject_reason_must_be_a_known_one() -> None:
    assert UnreadableArticle("a.txt", "empty", "0 bytes", remedy="leave it out").reason in REJECT_REASONS
    with pytest.raises(ValueError, match="is not one of"):
        UnreadableArticle("a.txt", "boring", "nothing", remedy="")
