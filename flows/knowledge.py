"""Builds what extraction needs from the seeds, once a process, and names its version."""

import hashlib
from functools import lru_cache

from flows.seeds import SEEDS_DIR, rules, tables
from transforms.extract import Knowledge, build_knowledge
from transforms.language import DEFAULT_MODEL, Language

_RULE_FOLDERS = ("actors", "context", "events", "times")


@lru_cache(maxsize=1)
def load_knowledge(model: str = DEFAULT_MODEL) -> Knowledge:
    """The language model and all indexes; takes a few seconds at the first call in a process.

    Raises:
        SeedError: A seed file is not in its documented form.
        OSError: The spaCy pipeline is not installed.
    """
    return build_knowledge(
        Language(model),
        actors=tables("actors"),
        events=tables("events"),
        event_rules=rules("events"),
        time_rules=rules("times"),
        context=rules("context"),
    )


@lru_cache(maxsize=1)
def rules_version() -> str:
    """12 hexadecimal digits that change with any seed file or extraction code, and with nothing else."""
    digest = hashlib.sha256()
    code = SEEDS_DIR.parent / "transforms"
    files = [path for folder in _RULE_FOLDERS for path in (SEEDS_DIR / folder).glob("*.*")] + list(code.rglob("*.py"))
    for path in sorted(path for path in files if path.suffix in {".csv", ".yml", ".py"}):
        digest.update(path.relative_to(SEEDS_DIR.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
