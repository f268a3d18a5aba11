-- One identity, from the seeds. `code` is the state's for a state and all who act for it; a person serving an organisation keeps his state's.
SELECT a.actor_id, a.label, a.kind, a.code, coalesce(c.label, a.code) AS code_label, a.sector, a.wikidata
FROM lake.actors a
LEFT JOIN lake.codes c ON c.code = a.code
ORDER BY a.actor_id
