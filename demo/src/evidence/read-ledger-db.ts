import type { EntryRow, Evidence, PostingRow } from './evidence.ts';
import { readOnlySnapshot } from './read-only-snapshot.ts';

const ENTRIES = 'SELECT id, source_event_id, entry_type, operation_id FROM journal_entries ORDER BY posted_at, id';

const POSTINGS = `
  SELECT p.entry_id, a.name AS account, p.currency, p.amount_minor
  FROM postings p
  JOIN accounts a ON a.id = p.account_id`;

interface EntryColumns {
  id: string;
  source_event_id: string;
  entry_type: string;
  operation_id: string;
}

interface PostingColumns {
  entry_id: string;
  account: string;
  currency: string;
  amount_minor: string;
}

export function readLedgerDb(url: string): Promise<Evidence['ledgerDb']> {
  return readOnlySnapshot(url, async (client) => {
    const entries = await client.query<EntryColumns>(ENTRIES);
    const postings = await client.query<PostingColumns>(POSTINGS);
    const inbox = await client.query<{ event_id: string }>('SELECT event_id FROM inbox');
    const parked = await client.query<{ records: string }>('SELECT count(*) AS records FROM parked_records');
    return {
      entries: toEntries(entries.rows, postings.rows),
      inboxEventIds: inbox.rows.map((row) => row.event_id),
      parkedRecords: Number(parked.rows[0]?.records),
    };
  });
}

/** Postings whose entry is gone become an entry without an event, so that no check overlooks them. */
const toEntries = (entries: readonly EntryColumns[], postings: readonly PostingColumns[]): EntryRow[] => {
  const byEntry = Map.groupBy(postings, (posting) => posting.entry_id);
  const known = entries.map((row) => ({
    id: row.id,
    sourceEventId: row.source_event_id,
    entryType: row.entry_type,
    operationId: row.operation_id,
    postings: (byEntry.get(row.id) ?? []).map(toPosting),
  }));
  const ids = new Set(entries.map(({ id }) => id));
  const orphans = [...byEntry].filter(([id]) => !ids.has(id));
  const none = { sourceEventId: '', entryType: '', operationId: '' };
  return [...known, ...orphans.map(([id, rows]) => ({ id, ...none, postings: rows.map(toPosting) }))];
};

const toPosting = (row: PostingColumns): PostingRow => ({
  account: row.account,
  currency: row.currency,
  amountMinor: BigInt(row.amount_minor),
});
