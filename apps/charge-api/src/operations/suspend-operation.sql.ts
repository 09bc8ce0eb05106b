import { statement, type Tx } from '@once/database';
import type { OperationKey, Unsettled } from '@once/idempotency';

const SUSPEND_OPERATION = statement(
  'suspend-operation',
  `WITH suspended AS (
     UPDATE operations
     SET state = $3::text, unknown_since = coalesce(unknown_since, clock_timestamp())
     WHERE tenant_id = $1::uuid AND idempotency_key = $2::text AND state IN ('pending', 'unknown')
     RETURNING id, charge_id, traceparent),
   evidence AS (
     UPDATE provider_attempts a
     SET outcome = 'unknown', detail = left($4::text, 500), ended_at = coalesce(a.ended_at, clock_timestamp())
     FROM suspended s
     WHERE a.operation_id = s.id
       -- Judged on the row itself once more: a late answer may be written on it at this moment, and then stays.
       AND a.outcome IN ('open', 'unknown')
       -- The last try that may have acted: a look at the provider makes no row of its own, its finding stands there.
       AND a.attempt = (SELECT max(b.attempt) FROM provider_attempts b
                        WHERE b.operation_id = s.id AND b.outcome IN ('open', 'unknown')))
   SELECT id, charge_id, traceparent FROM suspended`,
);

export interface SuspendedOperation {
  id: string;
  chargeId: string;
  traceparent: string | null;
}

/** @throws Error when the operation had ended before: the whole transaction must roll back. */
export async function suspendOperationInTx(
  tx: Tx,
  { tenantId, idempotencyKey }: OperationKey,
  { unsettled, detail }: { unsettled: Unsettled; detail: string },
): Promise<SuspendedOperation> {
  // A person is asked only about what is unknown: a no-op for what was that before.
  if (unsettled === 'needs_review') await tx.query(SUSPEND_OPERATION, [tenantId, idempotencyKey, 'unknown', detail]);
  const { rows } = await tx.query<{ id: string; charge_id: string; traceparent: string | null }>(SUSPEND_OPERATION, [
    tenantId,
    idempotencyKey,
    unsettled,
    detail,
  ]);
  const [row] = rows;
  if (!row) throw new Error(`the operation has ended and can't be ${unsettled}`);
  return { id: row.id, chargeId: row.charge_id, traceparent: row.traceparent };
}
