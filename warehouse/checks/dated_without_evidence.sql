-- A dated event has the words that date it and no reason to be undated; an undated one has a reason and no day.
WITH told AS (
  SELECT event_id AS id, edtf, first_day, last_day, precision, time_basis, expression_start, undated_reason FROM lake.events
  UNION ALL
  SELECT mention_id, edtf, first_day, last_day, precision, time_basis, expression_start, undated_reason FROM lake.event_mentions
)
FROM told
WHERE CASE WHEN edtf IS NULL
  THEN undated_reason IS NULL OR first_day IS NOT NULL OR last_day IS NOT NULL OR precision <> 'none'
  ELSE undated_reason IS NOT NULL OR expression_start IS NULL OR precision = 'none' OR time_basis = 'none'
    OR (first_day IS NULL AND last_day IS NULL)
END
