import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const COUNT = statement(
  'ledger-count-unbalanced-entries',
  `SELECT count(DISTINCT wrong.id)::float8 AS entries
   FROM (SELECT e.id
         FROM journal_entries e
         LEFT JOIN postings p ON p.entry_id = e.id
         -- Recent ones alone, by the index: the constraint judges every entry as it is made, and this judges the
         -- constraint. Reconciliation goes over all of them.
         WHERE e.posted_at > clock_timestamp() - interval '5 minutes'
         GROUP BY e.id, p.currency
         HAVING coalesce(sum(p.amount_minor), 1) <> 0) AS wrong`,
);

/** Entries of the last five minutes that do not add up to zero, or have no postings at all. */
export async function countUnbalancedEntries(pool: Pool): Promise<number> {
  const { rows } = await runStatementOnce<{ entries: number }>(pool, COUNT);
  if (!rows[0]) throw new Error('the count returned no row');
  return rows[0].entries;
}
