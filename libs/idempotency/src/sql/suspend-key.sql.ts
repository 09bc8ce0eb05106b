import { statement, type Tx } from '@once/database';
import type { Claim, Unsettled } from '../operation-request.ts';

const SUSPEND_KEY = statement(
  'suspend-key',
  `UPDATE idempotency_keys
   SET unsettled = $5::text,
       -- From now on the lease is the time until which nobody need look again.
       lease_until = CASE $5::text WHEN 'needs_review' THEN 'infinity'
                     ELSE clock_timestamp() + $6::integer * interval '1 millisecond' END
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'PROCESSING'`,
);

/**
 * Leaves a key, whose row this transaction holds, without a worker. `lookAgainMs` counts for `unknown` only.
 * @throws Error when the row is not ours any more: the whole transaction must then roll back.
 */
export async function suspendKeyInTx(
  tx: Tx,
  { request, epoch, claimId }: Claim<unknown>,
  { unsettled, lookAgainMs }: { unsettled: Unsettled; lookAgainMs: number },
): Promise<void> {
  const { tenantId, idempotencyKey } = request;
  const { rowCount } = await tx.query(SUSPEND_KEY, [
    tenantId,
    idempotencyKey,
    epoch,
    claimId,
    unsettled,
    Math.ceil(lookAgainMs),
  ]);
  if (rowCount !== 1) throw new Error('suspended no key: a claim was lost under its own lock');
}
