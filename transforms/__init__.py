"""Pure functions: text and values in, records out. No files, network, clock, environment, Prefect or DuckDB here."""
