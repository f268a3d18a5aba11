"""Settings: the environment is read in one place, arguments win, and a wrong value names its variable."""

import ast
from pathlib import Path

import pytest

from flows import settings
from flows.settings import DEFAULT_MODEL, QUIET_PREFECT, load_settings, start_prefect_quietly
from transforms import language
from transforms.errors import InvalidRequest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"REGESTA_{name.upper()}", raising=False)


def test_the_default_lake_is_a_folder_here() -> None:
    assert load_settings().warehouse == Path("lake")


def test_the_environment_is_read_and_an_argument_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGESTA_WAREHOUSE", "/from/environment")
    monkeypatch.setenv("REGESTA_WORKERS", "3")
    assert load_settings().warehouse == Path("/from/environment")
    assert load_settings(warehouse=Path("given"), workers=None).warehouse == Path("given")
    assert load_settings(warehouse=Path("given"), workers=None).workers == 3


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGESTA_WAREHOUSE", "")
    assert load_settings().warehouse == Path("lake")


@pytest.mark.parametrize(("name", "value"), [("REGESTA_WORKERS", "0"), ("REGESTA_WORKERS", "many"), ("REGESTA_MAX_BYTES", "-1")])
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidRequest, match=name) as caught:
        load_settings()
    assert value in str(caught.value)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().workers = 2  # type: ignore[misc]


def test_the_default_model_is_the_one_of_the_language_module() -> None:
    assert DEFAULT_MODEL == language.DEFAULT_MODEL


def test_prefect_starts_quietly_but_what_the_user_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in QUIET_PREFECT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    start_prefect_quietly()
    import os

    assert os.environ["DO_NOT_TRACK"] == "0"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def readers_of_the_environment(source: str) -> list[str]:
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv") and ast.unparse(node.value) == "os"
    ]


def test_no_other_module_reads_the_environment() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("flows", "transforms", "warehouse")
        for path in (ROOT / package).rglob("*.py")
        if readers_of_the_environment(path.read_text(encoding="utf-8"))
    }
    assert found == {"flows/settings.py"}
