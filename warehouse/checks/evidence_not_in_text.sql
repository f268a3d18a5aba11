-- The stored words are exactly those of the article at the stored place; where the text is not stored, of the sentence they stand in.
WITH spans AS (
  SELECT mention_id AS id, article_id, sentence_start AS start, sentence_end AS stop, sentence_text AS words FROM lake.event_mentions
  UNION ALL SELECT mention_id, article_id, trigger_start, trigger_end, trigger_text FROM lake.event_mentions
  UNION ALL SELECT mention_id, article_id, expression_start, expression_end, expression_text FROM lake.event_mentions
  UNION ALL SELECT event_id, article_id, expression_start, expression_end, expression_text FROM lake.events
  UNION ALL SELECT mention_id, article_id, span_start, span_end, span_text FROM lake.mention_participants
  UNION ALL SELECT event_id, article_id, span_start, span_end, span_text FROM lake.event_participants
),
of_mentions AS (
  SELECT mention_id AS id, article_id, trigger_start AS start, trigger_end AS stop, trigger_text AS words FROM lake.event_mentions
  UNION ALL SELECT mention_id, article_id, expression_start, expression_end, expression_text FROM lake.event_mentions
  UNION ALL SELECT mention_id, article_id, span_start, span_end, span_text FROM lake.mention_participants
)
SELECT id, article_id, start, stop, words
FROM spans JOIN lake.articles a USING (article_id)
WHERE start IS NOT NULL
  AND (start < 0 OR stop <= start OR stop > a.text_chars OR words <> substr(a.text, start + 1, stop - start))
UNION ALL
SELECT s.id, s.article_id, start, stop, words
FROM of_mentions s
JOIN lake.event_mentions m ON m.mention_id = s.id
JOIN lake.articles a ON a.article_id = s.article_id
WHERE a.text IS NULL AND start >= m.sentence_start AND stop <= m.sentence_end
  AND words <> substr(m.sentence_text, start - m.sentence_start + 1, stop - start)
