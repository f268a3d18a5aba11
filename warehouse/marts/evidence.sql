-- One mention of an event: the sentence, the words that name the act, the words that date it, the rule and the article.
-- Offsets are code points from the article's start; those in the sentence are trigger_start - sentence_start and so on.
-- The best mention carries the time of the event, which may come from another mention.
WITH told AS (
  SELECT
    m.event_id, m.mention_id, m.mention_id = e.best_mention_id AS is_best,
    m.sentence_text, m.sentence_start, m.sentence_end, m.trigger_text, m.trigger_start, m.trigger_end,
    m.type, m.mode, m.status, m.rule_id, m.confidence, m.article_id,
    CASE WHEN is_best THEN e.edtf ELSE m.edtf END AS edtf,
    CASE WHEN is_best THEN e.time_basis ELSE m.time_basis END AS time_basis,
    CASE WHEN is_best THEN e.expression_text ELSE m.expression_text END AS expression_text,
    CASE WHEN is_best THEN e.expression_start ELSE m.expression_start END AS expression_start,
    CASE WHEN is_best THEN e.expression_end ELSE m.expression_end END AS expression_end,
    CASE WHEN is_best THEN e.time_rule_id ELSE m.time_rule_id END AS time_rule_id,
    CASE WHEN is_best THEN e.undated_reason ELSE m.undated_reason END AS undated_reason,
    CASE WHEN is_best THEN e.not_before ELSE m.not_before END AS not_before,
    CASE WHEN is_best THEN e.not_after ELSE m.not_after END AS not_after
  FROM lake.event_mentions m
  JOIN lake.events e ON e.event_id = m.event_id
)
SELECT
  m.event_id, m.mention_id, m.is_best,
  m.sentence_text AS sentence, m.sentence_start, m.sentence_end, m.trigger_text AS trigger, m.trigger_start, m.trigger_end,
  m.type, m.mode, m.status, m.rule_id AS rule, m.confidence,
  m.edtf AS date, m.time_basis AS date_basis, m.expression_text, m.expression_start, m.expression_end,
  CASE WHEN m.expression_start IS NOT NULL THEN
    substr(a.text, greatest(m.expression_start - 80, 0) + 1, m.expression_end - greatest(m.expression_start - 80, 0) + 80)
  END AS expression_context,
  m.time_rule_id AS date_rule, m.undated_reason, m.not_before, m.not_after,
  s.title, s.publisher, s.published, s.published_basis, s.source_uri, m.article_id
FROM told m
JOIN lake.articles a ON a.article_id = m.article_id
JOIN lake.article_sources s ON s.article_id = m.article_id AND s.is_best
ORDER BY m.event_id, m.is_best DESC, m.article_id, m.trigger_start
