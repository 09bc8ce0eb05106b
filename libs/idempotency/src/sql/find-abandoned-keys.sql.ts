import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const FIND_ABANDONED_KEYS = statement(
  'find-abandoned-keys',
  `SELECT tenant_id, idempotency_key, operation
   FROM idempotency_keys
   WHERE state = 'RECEIVED'
     -- In a subquery the clock is read once, and so bounds the index scan.
     AND last_seen_at <= (SELECT clock_timestamp()) - $1::bigint * interval '1 millisecond'
     -- What nobody here may end must not take the place of what can be ended.
     AND operation = ANY ($3::text[])
   ORDER BY last_seen_at
   LIMIT $2::integer`,
);

export interface AbandonedKey {
  tenantId: string;
  idempotencyKey: string;
  operation: string;
}

export interface Abandonment {
  /** Names of the operations to look for. */
  operations: readonly string[];
  notSeenForMs: number;
  limit: number;
}

/** Accepted operations that nobody has asked for during `notSeenForMs`. A hint: the decision judges each again. */
export async function findAbandonedKeys(
  pool: Pool,
  { operations, notSeenForMs, limit }: Abandonment,
): Promise<AbandonedKey[]> {
  const { rows } = await runStatementOnce<{ tenant_id: string; idempotency_key: string; operation: string }>(
    pool,
    FIND_ABANDONED_KEYS,
    [notSeenForMs, limit, operations],
  );
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    idempotencyKey: row.idempotency_key,
    operation: row.operation,
  }));
}
