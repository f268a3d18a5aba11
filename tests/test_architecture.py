"""The rules about the tree itself: who may import whom, how long a function or file may get, what no file may say."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("flows", "transforms", "warehouse")
MAX_FUNCTION_LINES = 80
MAX_FILE_LINES = 400

# What the modules of a package may import from the project itself (DESIGN section 2).
ALLOWED = {
    "transforms": ("transforms",),
    "warehouse": ("warehouse", "transforms.records", "transforms.errors"),
    "flows": ("flows", "transforms", "warehouse"),
}
# Imports that would make the pure package impure, and the one module that may run spaCy.
IMPURE = (
    "duckdb",
    "prefect",
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "shutil",
    "tempfile",
    "urllib",
    "requests",
    "httpx",
    "time",
    "random",
)
SPACY_HOME = "transforms/language.py"


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def imported_modules(source: str) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def is_within(module: str, allowed: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


def forbidden_imports(source: str, place: str) -> list[str]:
    package = place.split("/")[0]
    own = [m for m in imported_modules(source) if m.split(".")[0] in (*PACKAGES, "tests", "seeds")]
    found = [m for m in own if not is_within(m, ALLOWED[package])]
    if package == "transforms":
        found += [m for m in imported_modules(source) if is_within(m, IMPURE)]
        found += [m for m in imported_modules(source) if is_within(m, ("spacy",)) and place != SPACY_HOME]
    return found


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    assert forbidden_imports(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()) == []


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("transforms/times/find.py", "import flows.knowledge.seeds"),
        ("transforms/extract.py", "from warehouse import load"),
        ("transforms/actors/find.py", "from pathlib import Path"),
        ("transforms/actors/find.py", "import spacy"),
        ("warehouse/load.py", "from transforms.extract import Knowledge"),
        ("flows/cli.py", "from tests.evaluation import bench"),
    ],
)
def test_a_wrong_import_is_seen(place: str, source: str) -> None:
    assert forbidden_imports(source, place)


def functions_over(source: str, limit: int) -> list[str]:
    return [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > limit
    ]


@pytest.mark.parametrize("path", sources(*PACKAGES, "tests"), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert functions_over(text, MAX_FUNCTION_LINES) == []
    if path.parts[len(ROOT.parts)] != "tests":
        assert text.count("\n") <= MAX_FILE_LINES


def test_a_long_function_is_seen() -> None:
    assert functions_over("def f():\n" + "    x = 1\n" * 80, MAX_FUNCTION_LINES) == ["f has 81 lines"]


HOSTS = "|".join(a + b for a, b in (("py", r"pi\.org"), ("python", "hosted"), ("npm", r"js\.org"), ("npm", r"js\.com/package")))
MACHINE_PATHS = r"(?<![\w.])/(?:work|root|farm)/[\w.]"


def tracked_text_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if Path(name).suffix not in {".png", ".duckdb", ".parquet"} and (ROOT / name).is_file()]


def test_no_registry_host_and_no_machine_path() -> None:
    pattern = re.compile(f"{HOSTS}|{MACHINE_PATHS}")
    this = Path(__file__)
    found = [
        str(p.relative_to(ROOT))
        for p in tracked_text_files()
        if p != this and pattern.search(p.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_the_lock_names_a_version_and_hashes_for_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {m[1].lower().replace("_", "-") for m in re.finditer(r"(?m)^([A-Za-z0-9_.-]+)==[^ ]+.*\\\n    --hash=sha256:", lock)}
    wanted = re.findall(r'(?m)^    "([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?[=<>]', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wanted
    assert {name.lower() for name in wanted} - pinned == set()
