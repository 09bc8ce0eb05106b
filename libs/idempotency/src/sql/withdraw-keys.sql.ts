import { statement, type Tx } from '@once/database';
import type { Claim } from '../operation/operation-request.ts';

const WITHDRAW_KEYS = statement(
  'withdraw-keys',
  `DELETE FROM idempotency_keys k
   USING unnest($1::uuid[], $2::text[], $3::uuid[]) AS w (tenant_id, idempotency_key, claim_id)
   WHERE k.tenant_id = w.tenant_id AND k.idempotency_key = w.idempotency_key
     -- Only rows that this very transaction inserted: nobody else has ever seen them.
     AND k.claim_id = w.claim_id AND k.epoch = 1 AND k.xmin = pg_current_xact_id()::xid`,
);

/** Takes back keys inserted by this same transaction whose operation was refused without a trace. */
export async function withdrawKeysInTx(tx: Tx, claims: readonly Claim<unknown>[]): Promise<void> {
  const { rowCount } = await tx.query(WITHDRAW_KEYS, [
    claims.map(({ request }) => request.tenantId),
    claims.map(({ request }) => request.idempotencyKey),
    claims.map(({ claimId }) => claimId),
  ]);
  if (rowCount !== claims.length) throw new Error(`withdrew ${rowCount} of ${claims.length} keys`);
}
