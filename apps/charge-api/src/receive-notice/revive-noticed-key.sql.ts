import { runStatementOnce, statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';

const REVIVE_NOTICED_KEY = statement(
  'revive-noticed-key',
  `UPDATE idempotency_keys k
   -- As if its worker had been lost after the send: whoever takes it up, resumer or caller, asks the provider first.
   SET state = 'PROCESSING', lease_until = clock_timestamp(),
       -- Nobody's claim: the worker that gave it back has no more to do with it.
       claim_id = gen_random_uuid()
   WHERE k.tenant_id = $1::uuid AND k.idempotency_key = $2::text AND k.state = 'RECEIVED'
     AND EXISTS (SELECT FROM operations o JOIN provider_notices n ON n.operation_id = o.id
                 WHERE o.tenant_id = k.tenant_id AND o.idempotency_key = k.idempotency_key)`,
);

/**
 * An operation was given back because it was certainly not sent, and the provider speaks of it all the same: one of us
 * is wrong. Has it found out; true when that was so.
 */
export async function reviveNoticedKeyInTx(tx: Tx, { tenantId, idempotencyKey }: OperationKey): Promise<boolean> {
  const { rowCount } = await tx.query(REVIVE_NOTICED_KEY, [tenantId, idempotencyKey]);
  return rowCount === 1;
}

/** The same on its own, for a notice that came while the operation was still in a worker's hands. */
export async function reviveNoticedKey(pool: Pool, { tenantId, idempotencyKey }: OperationKey): Promise<boolean> {
  const { rowCount } = await runStatementOnce(pool, REVIVE_NOTICED_KEY, [tenantId, idempotencyKey]);
  return rowCount === 1;
}
