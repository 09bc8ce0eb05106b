import { statement, type Tx } from '@once/database';
import type { PayloadHash } from './payload-hash.ts';

const FIND = statement(
  'inbox-find-received-events',
  `SELECT event_id AS "eventId", payload_hash AS sha256, payload_hash_version AS version
   FROM inbox WHERE event_id = ANY ($1::uuid[])`,
);

/** Payload hashes of those events that were applied before. Call it after the charges are locked, never before. */
export async function findReceivedEventsInTx(tx: Tx, eventIds: readonly string[]): Promise<Map<string, PayloadHash>> {
  const { rows } = await tx.query<PayloadHash & { eventId: string }>(FIND, [[...new Set(eventIds)]]);
  return new Map(rows.map(({ eventId, ...hash }) => [eventId, hash]));
}
