import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const COUNT = statement('ledger-count-journal-entries', `SELECT count(*)::text AS entries FROM journal_entries`);

/** Committed entries: the effects that reached the books. */
export async function countJournalEntries(pool: Pool): Promise<number> {
  const { rows } = await runStatementOnce<{ entries: string }>(pool, COUNT);
  return Number(rows[0]?.entries);
}
