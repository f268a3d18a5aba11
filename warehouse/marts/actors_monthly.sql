-- Events of one actor in a month, by role. Counts events whose whole interval lies in the month; denied ones are left out.
SELECT
  date_trunc('month', first_day)::DATE AS month, actor_id, code, any_value(label) AS label, any_value(kind) AS kind,
  count(DISTINCT event_id)::INTEGER AS events,
  count(DISTINCT event_id) FILTER (role = 'source')::INTEGER AS as_source,
  count(DISTINCT event_id) FILTER (role = 'target')::INTEGER AS as_target,
  count(DISTINCT event_id) FILTER (quad_class IN ('verbal cooperation', 'material cooperation'))::INTEGER AS cooperation,
  count(DISTINCT event_id) FILTER (quad_class IN ('verbal conflict', 'material conflict'))::INTEGER AS conflict
FROM pub.timeline_participants
WHERE role <> 'speaker' AND actor_id IS NOT NULL AND status <> 'denied'
  AND first_day IS NOT NULL AND date_trunc('month', first_day) = date_trunc('month', last_day)
GROUP BY 1, actor_id, code
ORDER BY actor_id, month
