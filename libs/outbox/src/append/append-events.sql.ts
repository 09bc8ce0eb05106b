import { statement, type Tx } from '@once/database';
import type { EncodedEvent } from './encode-event.ts';

const APPEND_EVENTS = statement(
  'append-outbox-events',
  `WITH event AS (
     SELECT *
     FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[],
                 $9::timestamptz[])
       AS e (event_id, charge_id, version, shard, event_type, payload, traceparent, tenant_id, occurred_at)
   ), identified AS (
     -- What must stay unique for ever can't be a constraint of the partitions, which are dropped.
     -- One order for every appender, so that two multi-row appends can't deadlock on these indexes.
     INSERT INTO outbox_event_identity (charge_id, version, event_id)
     SELECT charge_id, version, event_id FROM event ORDER BY charge_id, version
   )
   INSERT INTO outbox (event_id, charge_id, version, shard, event_type, payload, traceparent, tenant_id, occurred_at)
   SELECT event_id, charge_id, version, shard, event_type, payload, traceparent, tenant_id, occurred_at
   FROM event
   -- The default of "id" is evaluated per row as the sorted rows arrive, so ids rise with the versions of a charge.
   ORDER BY charge_id, version`,
);

export async function insertEvents(tx: Tx, events: readonly EncodedEvent[]): Promise<number> {
  const column = <K extends keyof EncodedEvent>(name: K): EncodedEvent[K][] => events.map((event) => event[name]);
  const { rowCount } = await tx.query(APPEND_EVENTS, [
    ...[column('eventId'), column('chargeId'), column('version'), column('shard'), column('eventType')],
    ...[column('payload'), column('traceparent'), column('tenantId'), column('occurredAt')],
  ]);
  return rowCount;
}
