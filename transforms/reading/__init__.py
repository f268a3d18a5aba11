"""Bytes of a file -> `Article`: one reader per format, metadata, publication date with its basis."""
