import { statement, type Tx } from '@once/database';
import type { OperationKey } from '../operation/operation-handler.ts';

/** From where a decision, which asks nobody, may end an operation. */
export type DecisionFrom = { state: 'RECEIVED'; notSeenForMs: number } | { state: 'needs_review' };

const CLAIM_FOR_DECISION = statement(
  'claim-for-decision',
  `UPDATE idempotency_keys
   SET state = 'PROCESSING', unsettled = NULL, epoch = epoch + 1, attempt = attempt + 1, claim_id = $3::uuid,
       lease_until = clock_timestamp() + $4::integer * interval '1 millisecond'
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     -- Its own handler's: another one would write the end of something else.
     AND operation = $7::text
     -- Judged under the row's lock: a caller who came back meanwhile, or another person's decision, was faster.
     AND (($5::text = 'RECEIVED' AND state = 'RECEIVED'
           AND last_seen_at <= clock_timestamp() - $6::bigint * interval '1 millisecond')
          OR ($5::text = 'needs_review' AND state = 'PROCESSING' AND unsettled = 'needs_review'))
   RETURNING epoch, attempt, resource_id`,
);

interface Row {
  epoch: string;
  attempt: number;
  resource_id: string;
}

/** Claims a key for the rest of this transaction, in which it must be completed; undefined when it is not there. */
export async function claimForDecisionInTx(
  tx: Tx,
  { tenantId, idempotencyKey }: OperationKey,
  { operation, claimId, leaseMs, from }: { operation: string; claimId: string; leaseMs: number; from: DecisionFrom },
): Promise<{ epoch: bigint; attempt: number; resourceId: string } | undefined> {
  const notSeenForMs = from.state === 'RECEIVED' ? from.notSeenForMs : 0;
  const values = [tenantId, idempotencyKey, claimId, leaseMs, from.state, notSeenForMs, operation];
  const { rows } = await tx.query<Row>(CLAIM_FOR_DECISION, values);
  const [row] = rows;
  return row && { epoch: BigInt(row.epoch), attempt: row.attempt, resourceId: row.resource_id };
}
