import { statement, type Tx } from '@once/database';
import type { PayloadHash } from '@once/inbox';

const FIND = statement(
  'ledger-find-posted-events',
  `SELECT source_event_id AS "eventId", payload_hash AS sha256, payload_hash_version AS version
   FROM journal_entries
   WHERE source_event_id = ANY ($1::uuid[]) AND payload_hash IS NOT NULL`,
);

/** Payload hashes of those events that have an entry. Entries stay when the inbox is pruned. */
export async function findPostedEventsInTx(tx: Tx, eventIds: readonly string[]): Promise<Map<string, PayloadHash>> {
  const { rows } = await tx.query<PayloadHash & { eventId: string }>(FIND, [eventIds]);
  return new Map(rows.map(({ eventId, ...hash }) => [eventId, hash]));
}
