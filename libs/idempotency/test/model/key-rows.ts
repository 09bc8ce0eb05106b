import type { Pool } from 'pg';
import type { KeyModel } from './key-model.ts';

/** What the database holds of one key: its row, where there is one, and the effects of its settlements. */
export interface KeyRows {
  row: {
    state: string;
    epoch: bigint;
    attempt: number;
    claimId: string;
    resourceId: string;
    fingerprint: string;
    isLeaseOver: boolean;
    status: number | null;
    headers: string | null;
    body: string | null;
    completedAt: string | null;
  } | null;
  effects: { epoch: string; claim_id: string; body: string }[];
}

const READ_KEYS = `
  SELECT k.state, k.epoch, k.attempt, k.claim_id, k.resource_id, encode(k.fingerprint, 'hex') AS fingerprint,
         coalesce(k.lease_until <= clock_timestamp(), false) AS is_lease_over, k.response_status,
         k.response_headers::text AS headers, convert_from(k.response_body, 'UTF8') AS body, k.completed_at::text,
         (SELECT coalesce(json_agg(json_build_object(
                   'epoch', e.epoch::text, 'claim_id', e.claim_id, 'body', convert_from(e.body, 'UTF8'))), '[]')
          FROM test_effects e
          WHERE e.tenant_id = asked.tenant_id AND e.idempotency_key = asked.idempotency_key) AS effects
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked (tenant_id, idempotency_key, place)
  LEFT JOIN idempotency_keys k USING (tenant_id, idempotency_key)
  ORDER BY asked.place`;

/** Reads the rows of all keys of a run as of one instant, in the order of the keys. */
export async function readKeyRows(pool: Pool, keys: readonly KeyModel[]): Promise<KeyRows[]> {
  const { rows } = await pool.query({
    name: 'model-read-keys',
    text: READ_KEYS,
    values: [keys.map(({ tenantId }) => tenantId), keys.map(({ idempotencyKey }) => idempotencyKey)],
  });
  return rows.map(({ effects, ...row }) => ({
    effects,
    row:
      row.state === null
        ? null
        : {
            state: row.state,
            epoch: BigInt(row.epoch),
            attempt: row.attempt,
            claimId: row.claim_id,
            resourceId: row.resource_id,
            fingerprint: row.fingerprint,
            isLeaseOver: row.is_lease_over,
            status: row.response_status,
            headers: row.headers,
            body: row.body,
            completedAt: row.completed_at,
          },
  }));
}

/** Ends the lease of whoever owns the keys now, as the passing of time would. */
export async function endLeases(pool: Pool, keys: readonly KeyModel[]): Promise<void> {
  for (const key of keys) {
    const { rows } = await pool.query<{ epoch: string }>({
      name: 'model-end-lease',
      text: `UPDATE idempotency_keys SET lease_until = clock_timestamp() - interval '1 second'
             WHERE tenant_id = $1::uuid AND idempotency_key = $2::text AND state = 'PROCESSING' RETURNING epoch`,
      values: [key.tenantId, key.idempotencyKey],
    });
    for (const { epoch } of rows) key.freed.add(BigInt(epoch));
  }
}

/** Purges the body of a terminal key, as the reaper will. */
export async function purge(pool: Pool, key: KeyModel): Promise<void> {
  const { rowCount } = await pool.query({
    name: 'model-purge',
    text: `UPDATE idempotency_keys SET response_body = NULL
           WHERE tenant_id = $1::uuid AND idempotency_key = $2::text AND state IN ('COMPLETED', 'FAILED')`,
    values: [key.tenantId, key.idempotencyKey],
  });
  if (rowCount) key.isPurged = true;
}
