-- Rows that point at nothing.
SELECT 'event_mentions' AS place, mention_id AS id, 'no article' AS fault FROM lake.event_mentions ANTI JOIN lake.articles USING (article_id)
UNION ALL SELECT 'event_mentions', mention_id, 'no event' FROM lake.event_mentions ANTI JOIN lake.events USING (event_id)
UNION ALL SELECT 'events', event_id, 'no article' FROM lake.events ANTI JOIN lake.articles USING (article_id)
UNION ALL
SELECT 'events', event_id, 'no best mention' FROM lake.events e
WHERE NOT EXISTS (FROM lake.event_mentions m WHERE m.mention_id = e.best_mention_id AND m.event_id = e.event_id)
UNION ALL SELECT 'event_participants', event_id, 'no event' FROM lake.event_participants ANTI JOIN lake.events USING (event_id)
UNION ALL
SELECT 'mention_participants', mention_id, 'no mention' FROM lake.mention_participants ANTI JOIN lake.event_mentions USING (mention_id)
UNION ALL SELECT 'unresolved_actors', article_id, 'no article' FROM lake.unresolved_actors ANTI JOIN lake.articles USING (article_id)
