import type { TimelineEventBody } from '@once/contracts';
import { statement, type Tx } from '@once/database';
import { newestRows, ROWS_TO_ASK, type NewestRows } from './newest-rows.ts';

const LIST_EVENTS = statement(
  'list-timeline-events',
  `SELECT e.event_id, e.event_type AS type, e.version, e.created_at, e.published_at, e.traceparent
   FROM outbox e
   WHERE e.charge_id = $1::uuid
   ORDER BY e.version DESC
   LIMIT $2::integer`,
);

interface Row extends Omit<TimelineEventBody, 'created_at' | 'published_at'> {
  created_at: Date;
  published_at: Date | null;
}

/** The newest events of a charge that the outbox still keeps; older days of it are dropped. */
export async function listEventsInTx(tx: Tx, chargeId: string): Promise<NewestRows<TimelineEventBody>> {
  const { rows } = await tx.query<Row>(LIST_EVENTS, [chargeId, ROWS_TO_ASK]);
  return newestRows(rows.map(toEvent));
}

const toEvent = (row: Row): TimelineEventBody => ({
  ...row,
  created_at: row.created_at.toISOString(),
  published_at: row.published_at?.toISOString() ?? null,
});
