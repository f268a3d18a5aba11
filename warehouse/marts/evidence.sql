-- One mention of an event: the sentence, the words that name the act, the words that date it, the rule and the article.
-- Offsets are code points from the article's start; those in the sentence are trigger_start - sentence_start and so on.
-- The best mention carries the time of the event, which may come from another mention.
WITH times AS (
  SELECT best_mention_id AS mention_id, COLUMNS(c -> c IN (
    'edtf', 'time_basis', 'expression_text', 'expression_start', 'expression_end', 'time_rule_id', 'undated_reason', 'not_before', 'not_after'
  )) FROM lake.events
  UNION ALL BY NAME
  SELECT mention_id, COLUMNS(c -> c IN (
    'edtf', 'time_basis', 'expression_text', 'expression_start', 'expression_end', 'time_rule_id', 'undated_reason', 'not_before', 'not_after'
  )) FROM lake.event_mentions WHERE mention_id NOT IN (SELECT best_mention_id FROM lake.events)
)
SELECT
  m.event_id, m.mention_id, m.mention_id = e.best_mention_id AS is_best,
  m.sentence_text AS sentence, m.sentence_start, m.sentence_end, m.trigger_text AS trigger, m.trigger_start, m.trigger_end,
  m.type, m.mode, m.status, m.rule_id AS rule, m.confidence,
  t.edtf AS date, t.time_basis AS date_basis, t.expression_text, t.expression_start, t.expression_end,
  CASE WHEN t.expression_start IS NOT NULL THEN
    substr(a.text, greatest(t.expression_start - 80, 0) + 1, t.expression_end - greatest(t.expression_start - 80, 0) + 80)
  END AS expression_context,
  t.time_rule_id AS date_rule, t.undated_reason, t.not_before, t.not_after,
  s.title, s.publisher, s.published, s.published_basis, s.source_uri, m.article_id
FROM lake.event_mentions m
JOIN times t ON t.mention_id = m.mention_id
JOIN lake.events e ON e.event_id = m.event_id
JOIN lake.articles a ON a.article_id = m.article_id
JOIN lake.article_sources s ON s.article_id = m.article_id AND s.is_best
ORDER BY m.event_id, is_best DESC, m.article_id, m.trigger_start
