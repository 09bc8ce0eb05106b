import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { OutboxRow } from './outbox-row.ts';

/**
 * Why ORDER BY id is the order of versions within a charge, and why no `id > last` stands here:
 *
 * 1. A version is taken by UPDATE of the charge's row, so the row is locked from before the event's id is drawn until
 *    its transaction ends. The next version of the charge therefore draws a larger id, and whoever sees it sees (or has
 *    already published) every earlier one. With ORDER BY id and LIMIT the read gives, of each charge, a run of versions
 *    without a gap that starts at its first unpublished one.
 * 2. Ids of different charges commit out of order: 10 may become visible after 11 was published. A cursor would pass
 *    over it for ever. Unpublished is a property of the row, so it is simply read next time.
 */
const READ_UNPUBLISHED = statement(
  'read-unpublished',
  `SELECT o.shard, o.id, o.event_id AS "eventId", o.charge_id AS "chargeId", o.version, o.event_type AS "eventType",
          o.payload, o.traceparent, o.occurred_at AS "occurredAt", o.created_at AS "createdAt"
   FROM unnest($1::smallint[], $2::integer[]) AS lane (shard, max_rows)
   -- A limit per shard, or the backlog of a hot one would fill every batch and starve the others.
   CROSS JOIN LATERAL (
     SELECT * FROM outbox
     WHERE outbox.shard = lane.shard AND outbox.published_at IS NULL
     ORDER BY outbox.id
     LIMIT lane.max_rows
   ) o
   ORDER BY o.shard, o.id`,
);

export interface LaneDemand {
  shard: number;
  maxRows: number;
}

/** First unpublished events of each shard, in the order of publishing. */
export async function readUnpublished(pool: Pool, lanes: readonly LaneDemand[]): Promise<OutboxRow[]> {
  const parameters = [lanes.map(({ shard }) => shard), lanes.map(({ maxRows }) => maxRows)];
  return (await runStatementOnce<OutboxRow>(pool, READ_UNPUBLISHED, parameters)).rows;
}
