import { statement, type Tx } from '@once/database';
import { fingerprintOf, type Fingerprints } from '../operation/fingerprint.ts';
import type { OperationRequest } from '../operation/operation-request.ts';

const INSERT_KEYS = statement(
  'insert-keys',
  `INSERT INTO idempotency_keys
     (tenant_id, idempotency_key, operation, fingerprint, fingerprint_version, state, epoch, claim_id,
      resource_id, lease_until, attempt, expires_at)
   SELECT n.tenant_id, n.idempotency_key, n.operation, n.fingerprint, $5::smallint, 'PROCESSING', 1, n.claim_id,
          n.resource_id,
          clock_timestamp() + $7::integer * interval '1 millisecond', 1,
          clock_timestamp() + $8::bigint * interval '1 millisecond'
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $6::uuid[], $9::uuid[])
     AS n (tenant_id, idempotency_key, operation, fingerprint, claim_id, resource_id)
   -- Sorted by key: two batches that share keys take them in one order and can't deadlock.
   ORDER BY n.tenant_id, n.idempotency_key
   -- Insert first, never check then act. A concurrent winner makes us wait for its commit and then yields no row;
   -- the same key twice in this batch yields one row, and claim_id tells whose it is.
   ON CONFLICT (tenant_id, idempotency_key) DO NOTHING
   RETURNING claim_id`,
);

export interface NewKey {
  request: OperationRequest<unknown>;
  claimId: string;
}

/** Inserts the keys that are new and returns the claim ids that won. `leaseMs` and `retentionMs` are milliseconds. */
export async function insertKeysInTx(
  tx: Tx,
  keys: readonly NewKey[],
  { leaseMs, retentionMs, fingerprints }: { leaseMs: number; retentionMs: number; fingerprints: Fingerprints },
): Promise<Set<string>> {
  const requests = keys.map(({ request }) => request);
  const { rows } = await tx.query<{ claim_id: string }>(INSERT_KEYS, [
    requests.map(({ tenantId }) => tenantId),
    requests.map(({ idempotencyKey }) => idempotencyKey),
    requests.map(({ operation }) => operation),
    requests.map((request) => fingerprintOf(request, fingerprints)),
    fingerprints.current,
    keys.map(({ claimId }) => claimId),
    leaseMs,
    retentionMs,
    requests.map(({ resourceId }) => resourceId),
  ]);
  return new Set(rows.map((row) => row.claim_id));
}
