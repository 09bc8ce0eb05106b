import { runStatementOnce, statement } from '@once/database';
import type { OperationKey } from '@once/idempotency';
import type { Pool } from 'pg';

const REPLACED_SINCE_BEGUN = statement(
  'replaced-since-begun',
  `SELECT r.ms AS since_replaced_ms
   FROM idempotency_keys k, ms_since_database_replaced() AS r (ms)
   WHERE k.tenant_id = $1::uuid AND k.idempotency_key = $2::text
     -- By its beginning and not by its last use, which a claim that was refused moves too, without a look.
     AND r.ms <= extract(epoch FROM clock_timestamp() - k.created_at) * 1000`,
);

/** How long ago the database was replaced, milliseconds, where that was after the key was first claimed. */
export async function readReplacedSinceBegun(
  pool: Pool,
  { tenantId, idempotencyKey }: OperationKey,
): Promise<number | undefined> {
  const values = [tenantId, idempotencyKey];
  const { rows } = await runStatementOnce<{ since_replaced_ms: number }>(pool, REPLACED_SINCE_BEGUN, values);
  return rows[0]?.since_replaced_ms;
}
