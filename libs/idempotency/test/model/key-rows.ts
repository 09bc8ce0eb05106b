import type { Unsettled } from '@once/idempotency';
import type { Pool } from 'pg';
import type { KeyModel, SuspensionRow } from './key-model.ts';

/** What the database holds of one key: its row, where there is one, and what its settlements and suspensions wrote. */
export interface KeyRows {
  row: {
    state: string;
    unsettled: Unsettled | null;
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
  suspensions: SuspensionRow[];
}

const READ_KEYS = `
  SELECT k.state, k.unsettled, k.epoch, k.attempt, k.claim_id, k.resource_id, encode(k.fingerprint, 'hex') AS fingerprint,
         coalesce(k.lease_until <= clock_timestamp(), false) AS is_lease_over, k.response_status,
         k.response_headers::text AS headers, convert_from(k.response_body, 'UTF8') AS body, k.completed_at::text,
         (SELECT coalesce(json_agg(json_build_object(
                   'epoch', e.epoch::text, 'claim_id', e.claim_id, 'body', convert_from(e.body, 'UTF8'))), '[]')
          FROM test_effects e
          WHERE e.tenant_id = asked.tenant_id AND e.idempotency_key = asked.idempotency_key) AS effects,
         (SELECT coalesce(json_agg(json_build_object('epoch', s.epoch::text, 'unsettled', s.unsettled)
                                   ORDER BY s.epoch), '[]')
          FROM test_suspensions s
          WHERE s.tenant_id = asked.tenant_id AND s.idempotency_key = asked.idempotency_key) AS suspensions
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
  return rows.map(({ effects, suspensions, ...row }) => ({
    effects,
    suspensions: suspensions.map((one: { epoch: string; unsettled: Unsettled }) => ({
      ...one,
      epoch: BigInt(one.epoch),
    })),
    row:
      row.state === null
        ? null
        : {
            state: row.state,
            unsettled: row.unsettled,
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

/** Ends the lease of whoever owns the keys now, or the wait for the next look, as the passing of time would. */
export async function endLeases(pool: Pool, keys: readonly KeyModel[]): Promise<void> {
  const { rows } = await pool.query<{ tenant_id: string; idempotency_key: string; epoch: string }>({
    name: 'model-end-leases',
    text: `UPDATE idempotency_keys k SET lease_until = clock_timestamp() - interval '1 second'
           FROM unnest($1::uuid[], $2::text[]) AS over (tenant_id, idempotency_key)
           WHERE k.tenant_id = over.tenant_id AND k.idempotency_key = over.idempotency_key AND k.state = 'PROCESSING'
             -- No passing of time brings back what waits for a person.
             AND k.unsettled IS DISTINCT FROM 'needs_review'
           RETURNING k.tenant_id, k.idempotency_key, k.epoch`,
    values: [keys.map(({ tenantId }) => tenantId), keys.map(({ idempotencyKey }) => idempotencyKey)],
  });
  for (const row of rows) {
    const key = keys.find((one) => one.tenantId === row.tenant_id && one.idempotencyKey === row.idempotency_key);
    key?.freed.add(BigInt(row.epoch));
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

/** Takes back what a run that failed half way left open: the sweeps of the next one must not find it. */
export async function forgetOpen(pool: Pool, keys: readonly KeyModel[]): Promise<void> {
  await pool.query(
    `DELETE FROM idempotency_keys k USING unnest($1::uuid[], $2::text[]) AS left_open (tenant_id, idempotency_key)
     WHERE k.tenant_id = left_open.tenant_id AND k.idempotency_key = left_open.idempotency_key
       AND k.state IN ('RECEIVED', 'PROCESSING')`,
    [keys.map(({ tenantId }) => tenantId), keys.map(({ idempotencyKey }) => idempotencyKey)],
  );
}
