-- Each article has sources, exactly one of them the best; each source has its article.
SELECT a.article_id, count(*) FILTER (s.is_best) AS best_sources
FROM lake.articles a LEFT JOIN lake.article_sources s USING (article_id)
GROUP BY a.article_id HAVING count(*) FILTER (s.is_best) <> 1
UNION ALL SELECT article_id, NULL FROM lake.article_sources ANTI JOIN lake.articles USING (article_id)
