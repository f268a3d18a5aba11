-- One name of an actor, as partial dates and as days between which it means that actor; NULL: no limit.
SELECT
  n.actor_id, a.label, n.alias, n.valid_from, n.valid_to,
  first_day_of(n.valid_from) AS first_day, last_day_of(n.valid_to) AS last_day
FROM lake.actor_aliases n
JOIN lake.actors a USING (actor_id)
ORDER BY actor_id, alias, valid_from
