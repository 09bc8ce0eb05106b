import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { toKeyRecord, type KeyRecord, type KeyRow } from '../operation/key-record.ts';

const READ_KEY = statement(
  'read-key',
  `SELECT operation, fingerprint, fingerprint_version, state, unsettled, epoch, claim_id, attempt,
          -- The database's clock decides about leases, never a process's. An unsettled key has no owner to wait for.
          CASE WHEN unsettled IS NULL THEN extract(epoch FROM lease_until - clock_timestamp()) * 1000 END
            AS lease_remaining_ms,
          response_status, response_headers, response_body, resource_id,
          created_at, last_seen_at, completed_at, expires_at
   FROM idempotency_keys
   WHERE tenant_id = $1::uuid AND idempotency_key = $2::text`,
);

/** The record of a tenant's key, or undefined when the key was never used. */
export async function readKey(pool: Pool, tenantId: string, idempotencyKey: string): Promise<KeyRecord | undefined> {
  const { rows } = await runStatementOnce<KeyRow>(pool, READ_KEY, [tenantId, idempotencyKey]);
  return rows[0] && toKeyRecord(rows[0]);
}
