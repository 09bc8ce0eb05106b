import { statement, type Tx } from '@once/database';
import type { Claim, Unsettled } from '../operation/operation-request.ts';

const SUSPEND_KEY = statement(
  'suspend-key',
  `UPDATE idempotency_keys
   SET unsettled = $5::text,
       -- From now on the lease is the time until which nobody need look again.
       lease_until = CASE $5::text WHEN 'needs_review' THEN 'infinity'
                     ELSE clock_timestamp() + $6::integer * interval '1 millisecond' END,
       -- Nobody's claim: a renewal that our process had under way finds nothing, and so moves nobody's time to look.
       claim_id = $7::uuid
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'PROCESSING'`,
);

/** `lookAgainMs` counts for `unknown` only. */
export interface KeySuspension {
  unsettled: Unsettled;
  suspensionId: string;
  lookAgainMs: number;
}

/**
 * Leaves a key, whose row this transaction holds, without a worker.
 * @throws Error when the row is not ours any more: the whole transaction must then roll back.
 */
export async function suspendKeyInTx(
  tx: Tx,
  { request: { tenantId, idempotencyKey }, epoch, claimId }: Claim<unknown>,
  { unsettled, suspensionId, lookAgainMs }: KeySuspension,
): Promise<void> {
  const values = [tenantId, idempotencyKey, epoch, claimId, unsettled, Math.ceil(lookAgainMs), suspensionId];
  const { rowCount } = await tx.query(SUSPEND_KEY, values);
  if (rowCount !== 1) throw new Error('suspended no key: a claim was lost under its own lock');
}
