-- One membership of an organisation or bloc, as partial dates and as days, both inclusive; NULL: no limit. An armed group has the states
-- it fights in. Expands an organisation to its members on the day of an event.
SELECT
  m.organisation_id, o.label AS organisation, m.member_id, a.label AS member, m.valid_from, m.valid_to,
  first_day_of(m.valid_from) AS first_day, last_day_of(m.valid_to) AS last_day
FROM lake.memberships m
JOIN lake.actors o ON o.actor_id = m.organisation_id
JOIN lake.actors a ON a.actor_id = m.member_id
ORDER BY organisation_id, member_id, valid_from
