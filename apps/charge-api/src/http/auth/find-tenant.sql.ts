import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Tenant } from './tenant.ts';

const FIND_TENANT = statement(
  'find-tenant',
  `SELECT t.id, t.name
   FROM api_keys k
   JOIN tenants t ON t.id = k.tenant_id
   WHERE k.key_hash = $1::bytea AND k.revoked_at IS NULL`,
);

/** The tenant that owns the key with this SHA-256. */
export async function findTenant(pool: Pool, keyHash: Buffer): Promise<Tenant | undefined> {
  const { rows } = await runStatementOnce<Tenant>(pool, FIND_TENANT, [keyHash]);
  return rows[0];
}
