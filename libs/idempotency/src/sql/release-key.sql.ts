import { runStatementOnce, statement, type Tx } from '@once/database';
import type { Pool } from 'pg';
import type { Claim } from '../operation-request.ts';

const RELEASE_KEY = statement(
  'release-key',
  `UPDATE idempotency_keys
   SET state = 'RECEIVED', lease_until = NULL
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'PROCESSING'`,
);

const valuesOf = ({ request, epoch, claimId }: Claim<unknown>): unknown[] => [
  request.tenantId,
  request.idempotencyKey,
  epoch,
  claimId,
];

/** Gives an operation back that certainly did not act. False, and nothing done, when the claim was taken meanwhile. */
export async function releaseKey(pool: Pool, claim: Claim<unknown>): Promise<boolean> {
  const { rowCount } = await runStatementOnce(pool, RELEASE_KEY, valuesOf(claim));
  return rowCount === 1;
}

/** The same together with what the operation had set aside. */
export async function releaseKeyInTx(tx: Tx, claim: Claim<unknown>): Promise<boolean> {
  const { rowCount } = await tx.query(RELEASE_KEY, valuesOf(claim));
  return rowCount === 1;
}
