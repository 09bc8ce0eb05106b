import { statement, type Tx } from '@once/database';

const SETTLE_OPERATIONS = statement(
  'settle-operations',
  `WITH ends AS (
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[])
       AS e (tenant_id, idempotency_key, operation_id, attempt, state, failure_code, provider_payment_id)),
   attempts AS (
     UPDATE provider_attempts a
     SET outcome = CASE e.state WHEN 'succeeded' THEN 'succeeded' ELSE 'declined' END,
         provider_payment_id = e.provider_payment_id, detail = e.failure_code, ended_at = clock_timestamp()
     FROM ends e
     WHERE a.operation_id = e.operation_id AND a.attempt = e.attempt)
   UPDATE operations o
   SET state = e.state, failure_code = e.failure_code, completed_at = clock_timestamp()
   FROM ends e
   WHERE o.id = e.operation_id AND o.tenant_id = e.tenant_id AND o.idempotency_key = e.idempotency_key
     -- An operation ends once. The key row's lock orders us; this makes a second end an error, not a change.
     AND o.state IN ('pending', 'unknown')
   RETURNING o.id, o.charge_id, o.amount_minor, o.request_id, o.traceparent, o.created_at`,
);

export interface OperationEnd {
  tenantId: string;
  idempotencyKey: string;
  operationId: string;
  attempt: number;
  state: 'succeeded' | 'failed';
  failureCode: string | null;
  providerPaymentId: string | null;
}

export interface SettledOperation {
  id: string;
  chargeId: string;
  amountMinor: bigint;
  requestId: string;
  traceparent: string | null;
  createdAt: Date;
}

interface Row {
  id: string;
  charge_id: string;
  amount_minor: string;
  request_id: string;
  traceparent: string | null;
  created_at: Date;
}

/**
 * Ends operations and the attempts that ended them; returns them by id.
 * @throws Error when one of them had ended before: the whole transaction must roll back.
 */
export async function settleOperationsInTx(
  tx: Tx,
  ends: readonly OperationEnd[],
): Promise<Map<string, SettledOperation>> {
  const { rows } = await tx.query<Row>(SETTLE_OPERATIONS, [
    ends.map(({ tenantId }) => tenantId),
    ends.map(({ idempotencyKey }) => idempotencyKey),
    ends.map(({ operationId }) => operationId),
    ends.map(({ attempt }) => attempt),
    ends.map(({ state }) => state),
    ends.map(({ failureCode }) => failureCode),
    ends.map(({ providerPaymentId }) => providerPaymentId),
  ]);
  if (rows.length !== ends.length) throw new Error(`ended ${rows.length} of ${ends.length} operations`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        chargeId: row.charge_id,
        amountMinor: BigInt(row.amount_minor),
        requestId: row.request_id,
        traceparent: row.traceparent,
        createdAt: row.created_at,
      },
    ]),
  );
}
