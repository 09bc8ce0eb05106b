import { statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';

const LOCK_RECEIVED = statement(
  'lock-received-to-revive',
  `SELECT
   FROM idempotency_keys k
   WHERE k.tenant_id = $1::uuid AND k.idempotency_key = $2::text AND k.state = 'RECEIVED'
   -- Before the charge's row, as everybody does, and judged again after the wait. NO KEY: what only refers to it may come.
   FOR NO KEY UPDATE OF k`,
);

/** Locks a key that was given back; false when it is not one any more. */
export async function lockReceivedKeyInTx(tx: Tx, { tenantId, idempotencyKey }: OperationKey): Promise<boolean> {
  const { rowCount } = await tx.query(LOCK_RECEIVED, [tenantId, idempotencyKey]);
  return rowCount === 1;
}
