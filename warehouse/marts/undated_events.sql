-- One event without a date, with the reason and with what bounds it.
SELECT
  event_id, undated_reason, not_before, not_after, type, plover_type, mode, status, who, to_whom, who_codes, to_whom_codes, place,
  sentence, title, publisher, published, published_basis, source_uri, mentions, confidence, rule
FROM pub.timeline
WHERE date IS NULL
ORDER BY undated_reason, not_after NULLS LAST, event_id
