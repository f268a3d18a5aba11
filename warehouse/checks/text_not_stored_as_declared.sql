-- What `text_stored` says is what is there: the whole text, the sentences that tell of events, or neither.
SELECT article_id, text_stored, 'text' AS fault FROM lake.articles
WHERE text_stored IS NULL OR (text_stored = 'full') <> (text IS NOT NULL) OR length(text) <> text_chars
UNION ALL
SELECT article_id, a.text_stored, 'sentence' FROM lake.event_mentions m JOIN lake.articles a USING (article_id)
WHERE (a.text_stored = 'none') <> (m.sentence_text IS NULL) OR length(m.sentence_text) <> m.sentence_end - m.sentence_start
UNION ALL
SELECT article_id, a.text_stored, 'context' FROM lake.unresolved_actors u JOIN lake.articles a USING (article_id)
WHERE (a.text_stored = 'none') <> (u.context IS NULL)
