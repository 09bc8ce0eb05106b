import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Claim } from '../operation-request.ts';

const RELEASE_KEY = statement(
  'release-key',
  `UPDATE idempotency_keys
   SET state = 'RECEIVED', lease_until = NULL
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'PROCESSING'`,
);

/** Gives an operation back that certainly did not act. False, and nothing done, when the claim was taken meanwhile. */
export async function releaseKey(pool: Pool, { request, epoch, claimId }: Claim<unknown>): Promise<boolean> {
  const values = [request.tenantId, request.idempotencyKey, epoch, claimId];
  const { rowCount } = await runStatementOnce(pool, RELEASE_KEY, values);
  return rowCount === 1;
}
