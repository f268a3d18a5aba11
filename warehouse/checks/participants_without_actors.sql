-- A resolved participant is a known actor, an unresolved one has the code UNK and a reason. Empty while no actors were loaded.
SELECT event_id, role, ordinal, actor_id, code FROM lake.event_participants p
WHERE actor_id IS NOT NULL AND EXISTS (FROM lake.actors) AND NOT EXISTS (FROM lake.actors a WHERE a.actor_id = p.actor_id)
UNION ALL
SELECT event_id, role, ordinal, actor_id, code FROM lake.event_participants
WHERE actor_id IS NULL AND (code <> 'UNK' OR unresolved_reason IS NULL)
