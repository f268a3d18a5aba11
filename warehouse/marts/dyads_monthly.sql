-- Acts of one code towards another in a month. Counts events whose whole interval lies in the month; denied ones are left out.
-- An event with several participants counts once for each pair of codes. Cooperation with all participants as sources and no target is
-- reciprocal ("X and Y met"): each ordered pair counts. A joint act against nobody named ("X and Y rejected the plan") is no pair.
WITH dated AS (
  SELECT event_id, date_trunc('month', first_day)::DATE AS month, plover_type, quad_class, goldstein, who_codes, to_whom_codes
  FROM pub.timeline
  WHERE status <> 'denied' AND first_day IS NOT NULL AND date_trunc('month', first_day) = date_trunc('month', last_day)
),
pairs AS (
  SELECT DISTINCT dated.* EXCLUDE (who_codes, to_whom_codes), who.code AS who_code, whom.code AS to_whom_code
  FROM dated,
    unnest(who_codes) AS who(code),
    unnest(CASE WHEN len(to_whom_codes) > 0 THEN to_whom_codes ELSE who_codes END) AS whom(code)
  WHERE len(to_whom_codes) > 0 OR (who.code <> whom.code AND quad_class IN ('verbal cooperation', 'material cooperation'))
)
SELECT
  month, who_code, any_value(coalesce(w.label, who_code)) AS who, to_whom_code, any_value(coalesce(x.label, to_whom_code)) AS to_whom,
  count(*)::INTEGER AS events,
  count(*) FILTER (quad_class = 'verbal cooperation')::INTEGER AS verbal_cooperation,
  count(*) FILTER (quad_class = 'material cooperation')::INTEGER AS material_cooperation,
  count(*) FILTER (quad_class = 'verbal conflict')::INTEGER AS verbal_conflict,
  count(*) FILTER (quad_class = 'material conflict')::INTEGER AS material_conflict,
  round(avg(goldstein), 3) AS goldstein_mean
FROM pairs
LEFT JOIN lake.codes w ON w.code = who_code
LEFT JOIN lake.codes x ON x.code = to_whom_code
GROUP BY month, who_code, to_whom_code
ORDER BY who_code, to_whom_code, month
