-- No interval ends before it starts.
SELECT event_id, first_day, last_day, not_before, not_after FROM lake.events
WHERE first_day > last_day OR not_before > not_after
UNION ALL
SELECT event_id, first_day, last_day, not_before, not_after FROM lake.event_mentions
WHERE first_day > last_day OR not_before > not_after
