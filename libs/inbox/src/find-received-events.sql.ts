import { statement, type Tx } from '@once/database';

const FIND = statement(
  'inbox-find-received-events',
  `SELECT event_id, payload_sha256 FROM inbox WHERE event_id = ANY ($1::uuid[])`,
);

/** Payload hashes of those events that were applied before. Call it after the charges are locked, never before. */
export async function findReceivedEventsInTx(tx: Tx, eventIds: readonly string[]): Promise<Map<string, Buffer>> {
  const { rows } = await tx.query<{ event_id: string; payload_sha256: Buffer }>(FIND, [[...new Set(eventIds)]]);
  return new Map(rows.map((row) => [row.event_id, row.payload_sha256]));
}
