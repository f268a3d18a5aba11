-- One event, ready to read: when (or why that is unknown), who did what to whom, where it is written.
-- Sorted by day; undated events stand at the day that bounds them.
WITH sides AS (
  SELECT
    event_id,
    list_sort(list({'ordinal': ordinal, 'label': label, 'code': code}) FILTER (role = 'source')) AS sources,
    list_sort(list({'ordinal': ordinal, 'label': label, 'code': code}) FILTER (role = 'target')) AS targets,
    list_sort(list({'ordinal': ordinal, 'label': label, 'code': code}) FILTER (role = 'speaker')) AS speakers
  FROM pub.timeline_participants
  GROUP BY event_id
),
reports AS (
  SELECT
    m.event_id,
    count(DISTINCT m.article_id)::INTEGER AS articles,
    count(DISTINCT s.publisher)::INTEGER AS publishers,
    min(s.published_first_day) AS first_reported,
    max(s.published_last_day) AS last_reported
  FROM lake.event_mentions m
  JOIN lake.article_sources s USING (article_id)
  GROUP BY m.event_id
)
SELECT
  e.event_id,
  e.edtf AS date, e.first_day, e.last_day, e.precision, e.time_basis AS date_basis, e.undated_reason, e.not_before, e.not_after,
  coalesce(e.first_day, e.last_day, e.not_before, e.not_after) AS sort_day,
  e.type, t.plover_type, e.mode, e.status,
  array_to_string([one.label FOR one IN sides.sources], '; ') AS who,
  array_to_string([one.label FOR one IN sides.targets], '; ') AS to_whom,
  array_to_string([one.label FOR one IN sides.speakers], '; ') AS said_by,
  coalesce([one.code FOR one IN sides.sources], []) AS who_codes, coalesce([one.code FOR one IN sides.targets], []) AS to_whom_codes,
  e.place_name AS place, e.place_country,
  m.sentence_text AS sentence, m.trigger_text AS trigger,
  s.title, s.publisher, s.published, s.published_basis, s.source_uri, e.article_id,
  e.mentions, r.articles, r.publishers, r.first_reported, r.last_reported,
  e.confidence, e.salience, e.rule_id AS rule,
  t.quad_class, CASE WHEN t.plover_type = e.type THEN coalesce(c.goldstein, t.goldstein) ELSE t.goldstein END AS goldstein, e.cameo
FROM lake.events e
JOIN lake.event_mentions m ON m.mention_id = e.best_mention_id
JOIN lake.article_sources s ON s.article_id = e.article_id AND s.is_best
JOIN reports r ON r.event_id = e.event_id
LEFT JOIN sides ON sides.event_id = e.event_id
LEFT JOIN lake.event_types t ON t.type = e.type AND t.status = e.status
LEFT JOIN lake.cameo_codes c ON c.cameo = e.cameo
ORDER BY sort_day NULLS LAST, e.article_id, e.salience
