-- What was read for one day of publication; day NULL: the publication date is unknown or no single day.
SELECT
  CASE WHEN s.published_first_day = s.published_last_day THEN s.published_first_day END AS day,
  count(*)::INTEGER AS articles,
  count(DISTINCT s.publisher)::INTEGER AS publishers,
  sum(a.text_chars)::BIGINT AS text_chars,
  count(*) FILTER (e.events IS NULL)::INTEGER AS articles_without_events,
  coalesce(sum(e.events), 0)::INTEGER AS events,
  coalesce(sum(e.undated), 0)::INTEGER AS undated_events
FROM lake.articles a
JOIN lake.article_sources s ON s.article_id = a.article_id AND s.is_best
LEFT JOIN (
  SELECT article_id, count(*) AS events, count(*) FILTER (edtf IS NULL) AS undated FROM lake.events GROUP BY article_id
) e ON e.article_id = a.article_id
GROUP BY 1
ORDER BY day NULLS LAST
