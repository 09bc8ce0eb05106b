import { statement, type Tx } from '@once/database';
import type { Claim, StoredAnswer } from '../operation/operation-request.ts';

const LOCK_CLAIMS = statement(
  'lock-claims',
  `SELECT k.claim_id, k.state, k.response_status, k.response_headers, k.response_body
   FROM idempotency_keys k
   JOIN unnest($1::uuid[], $2::text[], $3::bigint[], $4::uuid[]) AS c (tenant_id, idempotency_key, epoch, claim_id)
     ON k.tenant_id = c.tenant_id AND k.idempotency_key = c.idempotency_key
     -- The fence: a worker whose lease was taken finds its epoch gone and writes nothing.
     AND k.epoch = c.epoch AND k.claim_id = c.claim_id
   -- One order for all batches, so that two completions can't deadlock.
   ORDER BY k.tenant_id, k.idempotency_key
   -- The lock holds off a take-over until our commit, so the epoch can't change under us.
   FOR UPDATE OF k`,
);

interface LockedRow {
  claim_id: string;
  state: string;
  response_status: number | null;
  response_headers: Record<string, string> | null;
  response_body: Buffer | null;
}

/** How a claim stands under its lock: still ours to settle, or settled by us before (a lost reply to COMMIT). */
export type LockedClaim = { kind: 'owned' } | { kind: 'settled'; answer: StoredAnswer };

const toLockedClaim = (row: LockedRow): [string, LockedClaim][] => {
  if (row.state === 'PROCESSING') return [[row.claim_id, { kind: 'owned' }]];
  if (row.response_status === null || row.response_body === null) return [];
  const answer = { status: row.response_status, headers: row.response_headers ?? {}, body: row.response_body };
  return [[row.claim_id, { kind: 'settled', answer }]];
};

/** Locks the key rows that still carry these epochs, by claim id. A claim that is missing was taken from its worker. */
export async function lockClaimsInTx(tx: Tx, claims: readonly Claim<unknown>[]): Promise<Map<string, LockedClaim>> {
  const { rows } = await tx.query<LockedRow>(LOCK_CLAIMS, [
    claims.map(({ request }) => request.tenantId),
    claims.map(({ request }) => request.idempotencyKey),
    claims.map(({ epoch }) => epoch),
    claims.map(({ claimId }) => claimId),
  ]);
  return new Map(rows.flatMap(toLockedClaim));
}
