import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Claim } from '../operation/operation-request.ts';

const RENEW_LEASES = statement(
  'renew-leases',
  `UPDATE idempotency_keys k
   SET lease_until = clock_timestamp() + $5::integer * interval '1 millisecond'
   FROM (SELECT held.tenant_id, held.idempotency_key
         FROM idempotency_keys held
         JOIN unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[]) AS c (tenant_id, idempotency_key, epoch, claim_id)
           ON held.tenant_id = c.tenant_id AND held.idempotency_key = c.idempotency_key
           AND held.epoch = c.epoch AND held.claim_id = c.claim_id
         WHERE held.state = 'PROCESSING'
         ORDER BY held.tenant_id, held.idempotency_key
         -- A row that is being completed needs no renewal: passing over it keeps renewals from waiting.
         FOR UPDATE OF held SKIP LOCKED) AS mine
   WHERE k.tenant_id = mine.tenant_id AND k.idempotency_key = mine.idempotency_key`,
);

/** Renews the leases of all claims that are still ours. A claim that was taken over is left alone by its epoch. */
export async function renewLeases(pool: Pool, claims: readonly Claim<unknown>[], leaseMs: number): Promise<void> {
  await runStatementOnce(pool, RENEW_LEASES, [
    claims.map(({ request }) => request.tenantId),
    claims.map(({ request }) => request.idempotencyKey),
    claims.map(({ epoch }) => epoch),
    claims.map(({ claimId }) => claimId),
    leaseMs,
  ]);
}
