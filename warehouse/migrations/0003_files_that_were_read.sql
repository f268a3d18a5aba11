-- Which files were read, so that a run need not open unchanged ones again.
CREATE TABLE lake.source_files (
  file_uri VARCHAR NOT NULL,
  source_uri VARCHAR NOT NULL,
  file_version VARCHAR NOT NULL,
  file_articles INTEGER NOT NULL,
  article_id VARCHAR NOT NULL,
  published VARCHAR,
  published_basis VARCHAR NOT NULL,
  run_id VARCHAR NOT NULL,
  loaded_at TIMESTAMP WITH TIME ZONE NOT NULL
);
ALTER TABLE lake.source_files SET SORTED BY (file_uri ASC);
