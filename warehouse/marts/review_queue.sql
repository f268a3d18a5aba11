-- What a person should look at, the most frequent first: names nobody knows, dates that contradict each other or are out of range,
-- events found with little confidence, articles without a publication date that hold events, sources that tell two publication dates.
WITH unresolved AS (
  SELECT
    'unresolved actor' AS kind, span_text AS item, first(unresolved_reason ORDER BY article_id) AS reason, sum(mentions)::INTEGER AS times,
    count(*)::INTEGER AS articles, first(context ORDER BY article_id) AS example, NULL::VARCHAR AS event_id, min(article_id) AS article_id
  FROM lake.unresolved_actors
  GROUP BY span_text
),
doubtful_dates AS (
  SELECT 'doubtful date', expression_text, undated_reason, 1, 1, m.sentence_text, e.event_id, e.article_id
  FROM lake.events e
  JOIN (SELECT mention_id, sentence_text FROM lake.event_mentions) m ON m.mention_id = e.best_mention_id
  WHERE undated_reason IN ('conflicting', 'out_of_range')
),
doubtful_events AS (
  SELECT 'low confidence', trigger, rule, mentions, articles, sentence, event_id, article_id
  FROM pub.timeline WHERE confidence < 0.4
),
no_date AS (
  SELECT 'no publication date', any_value(source_uri), 'no_publication_date', count(*)::INTEGER, 1, any_value(title), NULL, article_id
  FROM pub.timeline WHERE published IS NULL GROUP BY article_id
),
two_dates AS (
  SELECT
    'publication date in doubt', source_uri, published_basis || ' ' || published || ' taken; ' || published_conflict, 1, 1, title, NULL,
    article_id
  FROM lake.article_sources WHERE published_conflict IS NOT NULL
)
FROM unresolved UNION ALL FROM doubtful_dates UNION ALL FROM doubtful_events UNION ALL FROM no_date UNION ALL FROM two_dates
ORDER BY kind, times DESC, item, event_id
