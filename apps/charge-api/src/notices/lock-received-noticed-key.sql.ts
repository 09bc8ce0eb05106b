import { statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';

const LOCK_RECEIVED_NOTICED_KEY = statement(
  'lock-received-noticed-key',
  `SELECT
   FROM idempotency_keys k
   WHERE k.tenant_id = $1::uuid AND k.idempotency_key = $2::text AND k.state = 'RECEIVED'
     AND EXISTS (SELECT FROM operations o JOIN provider_notices n ON n.operation_id = o.id
                 WHERE o.tenant_id = k.tenant_id AND o.idempotency_key = k.idempotency_key)
   -- Before the charge's row, as everybody does, and judged again after the wait. NO KEY: what only refers to it may come.
   FOR NO KEY UPDATE OF k`,
);

/** Locks a key that was given back although the provider has spoken of its operation; false when it is not so. */
export async function lockReceivedNoticedKeyInTx(tx: Tx, { tenantId, idempotencyKey }: OperationKey): Promise<boolean> {
  const { rowCount } = await tx.query(LOCK_RECEIVED_NOTICED_KEY, [tenantId, idempotencyKey]);
  return rowCount === 1;
}
