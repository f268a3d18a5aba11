-- What the runs say they added and removed is what is there: no row was lost, none came from elsewhere.
SELECT thing, said, present FROM (
  SELECT 'sources' AS thing, coalesce(sum(articles_new) - sum(coalesce(sources_forgotten, 0)), 0) AS said,
    (SELECT count(*) FROM lake.article_sources) AS present FROM lake.runs
  UNION ALL
  SELECT 'events', coalesce(sum(events_new) - sum(events_removed), 0), (SELECT count(*) FROM lake.events) FROM lake.runs
)
WHERE said <> present
