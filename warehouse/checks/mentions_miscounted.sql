-- An event has as many mentions as it says.
SELECT e.event_id, e.mentions, count(m.mention_id) AS present
FROM lake.events e LEFT JOIN lake.event_mentions m ON m.event_id = e.event_id
GROUP BY e.event_id, e.mentions
HAVING e.mentions <> count(m.mention_id)
