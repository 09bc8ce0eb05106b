import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const TOUCH_KEYS = statement(
  'touch-keys',
  `UPDATE idempotency_keys k
   SET last_seen_at = clock_timestamp()
   FROM (SELECT seen.tenant_id, seen.idempotency_key
         FROM idempotency_keys seen
         JOIN unnest($1::uuid[], $2::text[]) AS t (tenant_id, idempotency_key)
           ON seen.tenant_id = t.tenant_id AND seen.idempotency_key = t.idempotency_key
         -- A note for support, never worth waiting for or holding up a completion.
         FOR UPDATE OF seen SKIP LOCKED) AS free
   WHERE k.tenant_id = free.tenant_id AND k.idempotency_key = free.idempotency_key`,
);

export interface SeenKey {
  tenantId: string;
  idempotencyKey: string;
}

/** Moves `last_seen_at` of replayed keys to now. */
export async function touchKeys(pool: Pool, seen: readonly SeenKey[]): Promise<void> {
  await runStatementOnce(pool, TOUCH_KEYS, [
    seen.map(({ tenantId }) => tenantId),
    seen.map(({ idempotencyKey }) => idempotencyKey),
  ]);
}
