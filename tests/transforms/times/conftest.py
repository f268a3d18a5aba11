"""One loaded model for all time tests."""

import pytest

from transforms.language import Language


@pytest.fixture(scope="session")
def language() -> Language:
    return Language()
