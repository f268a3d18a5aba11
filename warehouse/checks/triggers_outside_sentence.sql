-- The words that name the act stand in the sentence that is shown for it.
SELECT mention_id, sentence_start, sentence_end, trigger_start, trigger_end FROM lake.event_mentions
WHERE trigger_start < sentence_start OR trigger_end > sentence_end
