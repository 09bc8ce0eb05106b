import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const FIND_ABANDONED_KEYS = statement(
  'find-abandoned-keys',
  `SELECT tenant_id, idempotency_key, operation
   FROM idempotency_keys
   WHERE state = 'RECEIVED' AND last_seen_at <= clock_timestamp() - $1::bigint * interval '1 millisecond'
   ORDER BY last_seen_at
   LIMIT $2::integer`,
);

export interface AbandonedKey {
  tenantId: string;
  idempotencyKey: string;
  operation: string;
}

/** Accepted operations that nobody has asked for during `notSeenForMs`. A hint: the decision judges each again. */
export async function findAbandonedKeys(pool: Pool, notSeenForMs: number, limit: number): Promise<AbandonedKey[]> {
  const { rows } = await runStatementOnce<{ tenant_id: string; idempotency_key: string; operation: string }>(
    pool,
    FIND_ABANDONED_KEYS,
    [notSeenForMs, limit],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    idempotencyKey: row.idempotency_key,
    operation: row.operation,
  }));
}
