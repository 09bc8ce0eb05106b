import { runStatementOnce, statement } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';

const FIND_REFUSAL = statement(
  'find-refusal',
  `SELECT charge_id AS "chargeId", failure_code AS "failureCode"
   FROM operations
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text AND state = 'failed'`,
);

export interface StoredRefusal {
  chargeId: string;
  /** The code of a refusal of ours; where the provider declined, its own decline code. */
  failureCode: string;
}

/** Why an operation was refused: kept for ever, unlike its answer. Undefined when it was not. */
export async function findRefusal(
  pool: Pool,
  { tenantId, idempotencyKey }: OperationKey,
): Promise<StoredRefusal | undefined> {
  return (await runStatementOnce<StoredRefusal>(pool, FIND_REFUSAL, [tenantId, idempotencyKey])).rows[0];
}
