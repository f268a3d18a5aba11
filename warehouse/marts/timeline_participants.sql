-- One participant of an event, readable without a join: who it is, in which role, and how the words were understood.
-- Sorted by actor and day, for "all that this actor did or met with".
WITH named AS (
  SELECT
    p.event_id, e.edtf AS date, e.first_day, e.last_day, e.precision, e.undated_reason,
    coalesce(e.first_day, e.last_day, e.not_before, e.not_after) AS sort_day,
    e.type, t.plover_type, t.quad_class, e.mode, e.status,
    p.role, p.ordinal, p.actor_id, p.code, p.countries,
    coalesce(a.label, by_id.label, p.span_text) AS label,
    coalesce(by_code.label, p.code) AS code_label,
    a.kind, a.sector, a.wikidata,
    p.span_text AS words, p.span_start, p.span_end, p.actor_basis AS found_by, p.antecedent_text, p.antecedent_start, p.antecedent_end,
    p.unresolved_reason, e.article_id
  FROM lake.event_participants p
  JOIN lake.events e USING (event_id)
  LEFT JOIN lake.event_types t ON t.type = e.type AND t.status = e.status
  LEFT JOIN lake.actors a ON a.actor_id = p.actor_id
  LEFT JOIN lake.codes by_id ON by_id.code = p.actor_id
  LEFT JOIN lake.codes by_code ON by_code.code = p.code
)
SELECT * FROM named ORDER BY actor_id NULLS LAST, sort_day NULLS LAST, event_id, role, ordinal
