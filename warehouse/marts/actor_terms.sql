-- One term in an office of a state or organisation, as partial dates and as days, both inclusive; NULL: no limit is known.
SELECT
  t.actor_id, a.label, t.office, t.office_of, o.label AS office_of_label, t.valid_from, t.valid_to,
  first_day_of(t.valid_from) AS first_day, last_day_of(t.valid_to) AS last_day
FROM lake.actor_terms t
JOIN lake.actors a USING (actor_id)
JOIN lake.actors o ON o.actor_id = t.office_of
ORDER BY office_of, office, valid_from, actor_id
