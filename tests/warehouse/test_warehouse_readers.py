"""What others open the published file with: BI readers through many publishes, SQLAlchemy, other DuckDBs, the command line."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

from warehouse.lake import Lake
from warehouse.load import load_batch
from warehouse.publish import publish

pytestmark = pytest.mark.services
PUBLISHES = 200
COUNT = "SELECT count(*), min(type) FROM timeline WHERE list_contains(who_codes, 'FRA')"


def load(lake: Lake, make: SimpleNamespace, number: int) -> None:
    load_batch(lake, [make.both(f"France met Russia.\n{number}", f"{number}.txt")], [], make.run())


def test_readers_see_no_error_and_no_mixed_state_through_many_publishes(lake: Lake, make: SimpleNamespace) -> None:
    load(lake, make, 1)
    publish(lake, run_id="1")
    command = [sys.executable, str(Path(__file__).with_name("bi_reader_process.py")), str(lake.folder)]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for number in range(2, PUBLISHES + 1):
        load(lake, make, number)
        publish(lake, run_id=str(number))
    (lake.folder / "stop").touch()
    said = [reader.communicate(timeout=120) for reader in readers]
    assert [error for _, error in said] == ["", ""]
    seen = [json.loads(output) for output, _ in said]
    assert all(set(one) == {"by_driver", "by_parquet", "by_sqlalchemy"} for one in seen)
    assert all(number > 10 for one in seen for number in one.values()), seen


def test_a_sqlalchemy_reader_without_a_pool_sees_each_new_version(lake: Lake, make: SimpleNamespace) -> None:
    engine = sqlalchemy.create_engine(f"duckdb:///{lake.folder}/timeline.duckdb?access_mode=READ_ONLY", poolclass=NullPool)
    for number in range(1, 6):
        load(lake, make, number)
        publish(lake, run_id=str(number))
        with engine.connect() as connection:
            assert tuple(connection.execute(sqlalchemy.text(COUNT)).one()) == (number, "CONSULT")


def installed(*packages: str) -> Path:
    """A folder with these packages and what they need, beside the project's own environment; kept between runs."""
    name = hashlib.sha256(" ".join((sys.version, *packages)).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"regesta-test-packages-{name}"
    if not (folder / "complete").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--ignore-installed"]
        subprocess.run([*command, "--target", str(folder), *packages], check=True, stderr=subprocess.DEVNULL)
        (folder / "complete").touch()
    return folder


@pytest.fixture
def published(lake: Lake, make: SimpleNamespace) -> Path:
    load(lake, make, 1)
    return publish(lake, run_id="1")


READ = f"""
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(duckdb.__version__, *connection.execute("{COUNT}").fetchone())
    print(len(connection.execute("SELECT * FROM timeline").fetchall()[0]) > 30)
    try:
        connection.execute("CREATE TABLE mine (x int)")
    except Exception as error:
        print(type(error).__name__)
"""
READ_BY_DIALECT = f"""
import sys, sqlalchemy
from sqlalchemy.pool import NullPool
engine = sqlalchemy.create_engine(f"duckdb:///{{sys.argv[1]}}?access_mode=READ_ONLY", poolclass=NullPool)
with engine.connect() as connection:
    print(sqlalchemy.__version__, *connection.execute(sqlalchemy.text("{COUNT}")).one())
print(sorted(sqlalchemy.inspect(engine).get_table_names())[0])
"""


def answer(packages: Path, code: str, path: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    done = subprocess.run([sys.executable, "-c", code, str(path)], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("package", ["duckdb==1.1.3", "duckdb"], ids=["oldest", "newest"])
def test_the_oldest_and_the_newest_duckdb_open_it(package: str, published: Path) -> None:
    first, columns, refused = answer(installed(package), READ, published)
    version, *found = first.split()
    assert (found, columns, refused) == (["1", "CONSULT"], "True", "InvalidInputException")
    assert version == "1.1.3" if "==" in package else tuple(map(int, version.split(".")[:2])) >= (1, 5)


def test_the_dialect_for_newer_sqlalchemy_opens_it(published: Path) -> None:
    lines = answer(installed("duckdb-sqlalchemy==1.5.6.5", "sqlalchemy>=2.1,<2.2"), READ_BY_DIALECT, published)
    assert lines[0].startswith("2.1.")
    assert (lines[0].split()[1:], lines[1]) == (["1", "CONSULT"], "about")


def test_the_command_line_of_duckdb_opens_it(published: Path) -> None:
    packages = installed("duckdb-cli")
    command = [str(packages / "bin" / "duckdb"), "-readonly", "-csv", str(published)]
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    done = subprocess.run([*command, COUNT], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["1,CONSULT"]), done.stderr
    done = subprocess.run([*command, "DROP TABLE timeline"], env=environment, capture_output=True, text=True, check=False)
    assert "read-only" in done.stderr
