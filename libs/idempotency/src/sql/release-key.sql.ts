import { runStatementOnce, statement, type Statement, type Tx } from '@once/database';
import type { Pool } from 'pg';
import type { Claim } from '../operation/operation-request.ts';

const RELEASE_KEY = statement(
  'release-key',
  `UPDATE idempotency_keys
   SET state = 'RECEIVED', lease_until = NULL
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'PROCESSING'`,
);

/** The epoch and the claim of a RECEIVED key are those of whoever gave it back. */
const FIND_RELEASED_KEY = statement(
  'find-released-key',
  `SELECT FROM idempotency_keys
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text
     AND epoch = $3::bigint AND claim_id = $4::uuid AND state = 'RECEIVED'`,
);

/** `earlier`: an earlier try had given it back, and its reply was lost. `fenced`: taken meanwhile, and nothing done. */
export type Release = 'now' | 'earlier' | 'fenced';

type Run = (statement: Statement, values: readonly unknown[]) => Promise<{ rowCount: number | null }>;

const release = async (run: Run, { request, epoch, claimId }: Claim<unknown>): Promise<Release> => {
  const values = [request.tenantId, request.idempotencyKey, epoch, claimId];
  if ((await run(RELEASE_KEY, values)).rowCount === 1) return 'now';
  return (await run(FIND_RELEASED_KEY, values)).rowCount === 1 ? 'earlier' : 'fenced';
};

/** Gives an operation back that certainly did not act. */
export const releaseKey = (pool: Pool, claim: Claim<unknown>): Promise<Release> =>
  release((asked, values) => runStatementOnce(pool, asked, values), claim);

/** The same together with what the operation had set aside. */
export const releaseKeyInTx = (tx: Tx, claim: Claim<unknown>): Promise<Release> =>
  release((asked, values) => tx.query(asked, values), claim);
