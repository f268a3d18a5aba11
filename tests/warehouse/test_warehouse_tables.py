"""The declaration of the tables is the only one: the lake, Arrow and the docs page agree with it."""

from pathlib import Path

import pytest

from warehouse.lake import Lake
from warehouse.tables import BY_ARTICLE, COLUMNS, DIMENSIONS, TABLES, Table, arrow_schema, ddl, docs_markdown

DOCS = Path(__file__).resolve().parents[2] / "docs" / "warehouse.md"
EXPECTED = (
    "articles article_sources event_mentions mention_participants events event_participants actors actor_aliases actor_terms "
    "unresolved_actors rejects runs"
)


def test_the_tables_of_the_design_are_there() -> None:
    assert set(EXPECTED.split()) <= set(TABLES)
    assert set(DIMENSIONS) <= set(TABLES)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_well_declared(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    assert table.doc.endswith(".")
    assert [field.name for field in arrow_schema(table)] == list(table.names)


@pytest.mark.parametrize("table", BY_ARTICLE, ids=lambda table: table.name)
def test_what_an_article_gave_says_by_which_run_and_rules(table: Table) -> None:
    provenance = [column.name for column in table.columns if column.provenance]
    assert provenance == ["run_id", "loaded_at", "rules_version", "model_name", "model_version"]
    assert "article_id" in table.content


def test_every_column_is_used_documented_and_declared_once() -> None:
    used = {name for table in TABLES.values() for name in table.names}
    assert set(COLUMNS) == used
    assert all(column.doc.endswith(".") or column.doc.endswith("...") for column in COLUMNS.values())
    assert len(COLUMNS) == len({id(column) for column in COLUMNS.values()})


def test_the_lake_has_exactly_the_declared_columns(lake: Lake) -> None:
    found = lake.rows(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        "WHERE database_name = 'lake' ORDER BY table_name, column_index"
    )
    declared = []
    for name, table in sorted(TABLES.items()):
        nullable = {field.name: field.nullable for field in arrow_schema(table)}
        declared += [(name, column.name, column.type, nullable[column.name]) for column in table.columns]
    assert found == declared


def test_ddl_marks_required_columns() -> None:
    statement = ddl(TABLES["article_sources"], "lake")
    assert "source_uri VARCHAR NOT NULL" in statement
    assert "  title VARCHAR,\n" in statement


def test_the_docs_page_holds_the_declared_tables() -> None:
    assert docs_markdown() in DOCS.read_text(encoding="utf-8"), "run: python -m warehouse.tables, and put its output into docs/warehouse.md"
