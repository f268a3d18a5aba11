-- A file or line that is no article now, why, and what to do about it.
SELECT source_uri AS file, reject_reason AS reason, message, remedy FROM lake.rejects ORDER BY file
