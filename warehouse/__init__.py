"""The DuckLake warehouse and what is published from it. DuckDB is used here only."""
