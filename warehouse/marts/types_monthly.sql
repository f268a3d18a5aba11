-- Events of one type and status in a month; month NULL: undated, or the interval is longer than a month.
SELECT
  CASE WHEN date_trunc('month', first_day) = date_trunc('month', last_day) THEN date_trunc('month', first_day)::DATE END AS month,
  type, plover_type, quad_class, status,
  count(*)::INTEGER AS events,
  count(*) FILTER (date IS NULL)::INTEGER AS undated,
  round(avg(goldstein), 3) AS goldstein_mean
FROM pub.timeline
GROUP BY ALL
ORDER BY type, status, month NULLS LAST
