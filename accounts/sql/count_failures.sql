-- One row: a keyed hash with its failures in the running window, this one included, and its end.
-- Keys are taken in order, so that two workers counting the same keys never deadlock. A window
-- that is over starts anew; a running one is never prolonged, so that waiting always helps.
INSERT INTO accounts_failurecount AS counted (key, failures, ends)
SELECT key, 1, %(ends)s
FROM unnest(%(keys)s::bytea[]) AS key
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN counted.ends <= %(now)s THEN 1 ELSE counted.failures + 1 END,
    ends = CASE WHEN counted.ends <= %(now)s THEN excluded.ends ELSE counted.ends END
RETURNING key, failures, ends
