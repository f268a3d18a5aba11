"""Builds what extraction needs from the seeds, once a process, and names its version."""

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from flows.seeds import SEEDS_DIR, rules, tables
from flows.settings import DEFAULT_MODEL
from transforms.actors.registry import Registry, build_registry
from transforms.errors import InvalidRequest

if TYPE_CHECKING:  # spaCy takes two seconds to import, which a run that has nothing to extract need not wait for
    from transforms.extract import Knowledge

_RULE_FOLDERS = ("actors", "context", "events", "times")


def load_knowledge(model: str = DEFAULT_MODEL) -> "Knowledge":
    """The language model and all indexes; takes a few seconds at the first call in a process.

    Raises:
        SeedError: A seed file is not in its documented form.
        InvalidRequest: The spaCy pipeline is not installed.
    """
    return _knowledge(model)  # cached behind a plain argument: a cache tells a default from the same value given


@lru_cache(maxsize=1)
def _knowledge(model: str) -> "Knowledge":
    from transforms.extract import build_knowledge
    from transforms.language import Language

    try:
        language = Language(model)
    except OSError as error:
        raise InvalidRequest("model (REGESTA_MODEL)", f"{model!r} is not installed", remedy="install it, or unset the variable") from error
    return build_knowledge(
        language,
        registry=load_registry(),
        events=tables("events"),
        event_rules=rules("events"),
        time_rules=rules("times"),
        context=rules("context"),
    )


@lru_cache(maxsize=1)
def load_registry() -> Registry:
    """The index of all actors.

    Raises:
        SeedError: A seed file is not in its documented form.
    """
    return build_registry(tables("actors"), rules("context"))


def model_version(model: str) -> str:
    """The version of an installed spaCy pipeline, as the pipeline itself gives it; the pipeline is loaded only if it is no package.

    Raises:
        InvalidRequest: The spaCy pipeline is not installed.
    """
    try:
        return version(model)
    except PackageNotFoundError:
        return load_knowledge(model).language.version


@lru_cache(maxsize=1)
def rules_version() -> str:
    """12 hexadecimal digits that change with any seed file or extraction code, and with nothing else."""
    digest = hashlib.sha256()
    code = SEEDS_DIR.parent / "transforms"
    files = [path for folder in _RULE_FOLDERS for path in (SEEDS_DIR / folder).glob("*.*")] + list(code.rglob("*.py"))
    for path in sorted(path for path in files if path.suffix in {".csv", ".yml", ".py"}):
        digest.update(path.relative_to(SEEDS_DIR.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
