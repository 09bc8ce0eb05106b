import { statement, type Tx } from '@once/database';
import type { OperationKey } from '@once/idempotency';

const REVIVE_NOTICED_KEY = statement(
  'revive-noticed-key',
  `UPDATE idempotency_keys k
   -- As if its worker had been lost after the send: whoever takes it up, resumer or caller, asks the provider first.
   SET state = 'PROCESSING', lease_until = clock_timestamp(),
       -- Nobody's claim: the worker that gave it back has no more to do with it.
       claim_id = gen_random_uuid()
   WHERE k.tenant_id = $1::uuid AND k.idempotency_key = $2::text AND k.state = 'RECEIVED'`,
);

/** Has a RECEIVED key, whose row this transaction holds, taken up. @throws Error when it is elsewhere */
export async function reviveNoticedKeyInTx(tx: Tx, { tenantId, idempotencyKey }: OperationKey): Promise<void> {
  const { rowCount } = await tx.query(REVIVE_NOTICED_KEY, [tenantId, idempotencyKey]);
  if (rowCount !== 1) throw new Error('a key was lost under its own lock');
}
