import { statement, type Tx } from '@once/database';

const FIND = statement(
  'ledger-find-posted-events',
  `SELECT source_event_id, payload_sha256 FROM journal_entries
   WHERE source_event_id = ANY ($1::uuid[]) AND payload_sha256 IS NOT NULL`,
);

/** Payload hashes of those events that have an entry. Entries stay when the inbox is pruned. */
export async function findPostedEventsInTx(tx: Tx, eventIds: readonly string[]): Promise<Map<string, Buffer>> {
  const { rows } = await tx.query<{ source_event_id: string; payload_sha256: Buffer }>(FIND, [eventIds]);
  return new Map(rows.map((row) => [row.source_event_id, row.payload_sha256]));
}
