-- Memberships of organisations; publication dates in doubt; how much text is stored; rows sorted by what they are asked for by;
-- runs that balance: what they say they added and removed is what the lake holds.
CREATE TABLE lake.memberships (
  organisation_id VARCHAR NOT NULL,
  member_id VARCHAR NOT NULL,
  valid_from VARCHAR,
  valid_to VARCHAR,
  run_id VARCHAR NOT NULL,
  loaded_at TIMESTAMP WITH TIME ZONE NOT NULL
);

ALTER TABLE lake.article_sources ADD COLUMN published_conflict VARCHAR;

ALTER TABLE lake.articles ADD COLUMN text_stored VARCHAR DEFAULT 'full';
ALTER TABLE lake.articles ALTER COLUMN text_stored DROP DEFAULT;
ALTER TABLE lake.articles ALTER COLUMN text DROP NOT NULL;
ALTER TABLE lake.event_mentions ALTER COLUMN sentence_text DROP NOT NULL;
ALTER TABLE lake.unresolved_actors ALTER COLUMN context DROP NOT NULL;

ALTER TABLE lake.articles SET SORTED BY (article_id ASC);
ALTER TABLE lake.article_sources SET SORTED BY (source_uri ASC);
ALTER TABLE lake.event_mentions SET SORTED BY (article_id ASC);
ALTER TABLE lake.mention_participants SET SORTED BY (article_id ASC);
ALTER TABLE lake.events SET SORTED BY (article_id ASC);
ALTER TABLE lake.event_participants SET SORTED BY (article_id ASC);
ALTER TABLE lake.unresolved_actors SET SORTED BY (article_id ASC);
ALTER TABLE lake.actors SET SORTED BY (actor_id ASC);
ALTER TABLE lake.actor_aliases SET SORTED BY (actor_id ASC);
ALTER TABLE lake.actor_terms SET SORTED BY (actor_id ASC);
ALTER TABLE lake.memberships SET SORTED BY (organisation_id ASC);
ALTER TABLE lake.codes SET SORTED BY (code ASC);
ALTER TABLE lake.event_types SET SORTED BY (type ASC);
ALTER TABLE lake.cameo_codes SET SORTED BY (cameo ASC);
ALTER TABLE lake.rejects SET SORTED BY (source_uri ASC);
ALTER TABLE lake.runs SET SORTED BY (run_id ASC);
ALTER TABLE lake.schema_versions SET SORTED BY (schema_version ASC);

-- Until now a run that was killed left no row: this entry balances the books.
ALTER TABLE lake.runs ADD COLUMN sources_forgotten INTEGER;
INSERT INTO lake.runs BY NAME
WITH recorded AS (
  SELECT coalesce(sum(articles_new), 0) AS sources, coalesce(sum(events_new - events_removed), 0) AS events FROM lake.runs
),
present AS (SELECT (SELECT count(*) FROM lake.article_sources) AS sources, (SELECT count(*) FROM lake.events) AS events)
SELECT
  'upgrade-to-2' AS run_id, 'upgrade' AS command, 'ok' AS outcome, now() AS started_at, now() AS finished_at,
  '' AS rules_version, '' AS model_name, '' AS model_version,
  0 AS articles_read, 0 AS files_rejected, 0 AS articles_skipped,
  present.sources - recorded.sources AS articles_new, 0 AS articles_changed, 0 AS articles_unchanged,
  0 AS events_dated, 0 AS events_undated,
  greatest(present.events - recorded.events, 0) AS events_new, greatest(recorded.events - present.events, 0) AS events_removed
FROM recorded, present
WHERE (present.sources, present.events) <> (recorded.sources, recorded.events);
