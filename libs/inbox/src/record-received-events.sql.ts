import { statement, type Tx } from '@once/database';
import type { IncomingEvent } from './incoming-event.ts';

const RECORD = statement(
  'inbox-record-received-events',
  `
  INSERT INTO inbox (event_id, charge_id, version, payload_hash, payload_hash_version, topic, partition, record_offset)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[], $5::smallint[], $6::text[], $7::integer[],
                       $8::bigint[])
    AS received (event_id, charge_id, version, payload_hash, payload_hash_version, topic, partition, record_offset)
  -- Sorted, as two transactions may meet on one id under different charges (ids that someone reused).
  ORDER BY event_id
  -- The winner keeps its row; the loser learns of it by the row count, before it posts anything.
  ON CONFLICT (event_id) DO NOTHING
  RETURNING event_id`,
);

/**
 * Another transaction recorded one of these event ids between our look and our insert. It holds another charge's lock,
 * so the id was reused across charges. Nothing was posted; run again, the id is then known and judged as such.
 */
export class EventIdTakenError extends Error {
  override readonly name = 'EventIdTakenError';
}

/** @throws EventIdTakenError when not every row went in; the transaction must be rolled back. */
export async function recordReceivedEventsInTx(tx: Tx, events: readonly IncomingEvent[]): Promise<void> {
  const { rowCount } = await tx.query(RECORD, [
    events.map((event) => event.eventId),
    events.map((event) => event.chargeId),
    events.map((event) => event.version.toString()),
    events.map(({ payloadHashes: [stored] }) => stored.sha256),
    events.map(({ payloadHashes: [stored] }) => stored.version),
    events.map((event) => event.origin.topic),
    events.map((event) => event.origin.partition),
    events.map((event) => event.origin.offset),
  ]);
  if (rowCount !== events.length) {
    throw new EventIdTakenError(`${events.length - rowCount} of ${events.length} event ids were taken meanwhile`);
  }
}
