import type { TimelineKeyBody, TimelineOperationBody } from '@once/contracts';
import { statement, type Tx } from '@once/database';
import { newestRows, ROWS_TO_ASK, type NewestRows } from './newest-rows.ts';

const LIST_OPERATIONS = statement(
  'list-timeline-operations',
  // Column by column: an operation's input holds the source, and a key's record the stored answer.
  `SELECT o.id, o.kind, o.state, o.amount_minor, o.request_id, o.failure_code, o.created_at, o.completed_at,
          k.idempotency_key, k.state AS key_state, k.unsettled, k.attempt, k.response_status,
          k.created_at AS first_seen_at, k.last_seen_at, k.completed_at AS key_completed_at, k.expires_at
   FROM operations o
   JOIN idempotency_keys k ON k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
   WHERE o.charge_id = $1::uuid
   -- The id breaks ties of the clock.
   ORDER BY o.created_at DESC, o.id DESC
   LIMIT $2::integer`,
);

interface Row {
  id: string;
  kind: TimelineOperationBody['kind'];
  state: TimelineOperationBody['state'];
  amount_minor: string;
  request_id: string;
  failure_code: string | null;
  created_at: Date;
  completed_at: Date | null;
  idempotency_key: string;
  key_state: TimelineKeyBody['state'];
  unsettled: TimelineKeyBody['unsettled'];
  attempt: number;
  response_status: number | null;
  first_seen_at: Date;
  last_seen_at: Date;
  key_completed_at: Date | null;
  expires_at: Date;
}

export type OperationWithKey = Omit<TimelineOperationBody, 'attempts'>;

/** The newest operations of a charge, each with the record of its key. */
export async function listOperationsInTx(tx: Tx, chargeId: string): Promise<NewestRows<OperationWithKey>> {
  const { rows } = await tx.query<Row>(LIST_OPERATIONS, [chargeId, ROWS_TO_ASK]);
  return newestRows(rows.map(toOperation));
}

const toOperation = (row: Row): OperationWithKey => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  // Fits a JSON number because a CHECK bounds it to 2^53-1.
  amount: Number(row.amount_minor),
  request_id: row.request_id,
  failure_code: row.failure_code,
  created_at: row.created_at.toISOString(),
  completed_at: row.completed_at?.toISOString() ?? null,
  key: toKey(row),
});

const toKey = (row: Row): TimelineKeyBody => ({
  idempotency_key: row.idempotency_key,
  state: row.key_state,
  unsettled: row.unsettled,
  attempts: row.attempt,
  response_status: row.response_status,
  first_seen_at: row.first_seen_at.toISOString(),
  last_seen_at: row.last_seen_at.toISOString(),
  completed_at: row.key_completed_at?.toISOString() ?? null,
  expires_at: row.expires_at.toISOString(),
});
