import { statement, type Tx } from '@once/database';

const INSERT_TENANT = statement(
  'insert-tenant',
  `WITH tenant AS (
     INSERT INTO tenants (id, name) VALUES ($1::uuid, $2::text)
     -- A known name gets one more key: that is how keys are rotated.
     ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name
     RETURNING id)
   INSERT INTO api_keys (key_hash, tenant_id) SELECT $3::bytea, tenant.id FROM tenant
   RETURNING tenant_id`,
);

export interface NewTenant {
  id: string;
  name: string;
  keyHash: Buffer;
}

/** Adds a key to the tenant of that name, which is made if it is new. Returns the tenant's id. */
export async function insertTenantInTx(tx: Tx, { id, name, keyHash }: NewTenant): Promise<string> {
  const { rows } = await tx.query<{ tenant_id: string }>(INSERT_TENANT, [id, name, keyHash]);
  const [row] = rows;
  if (!row) throw new Error(`no key was added for ${name}`);
  return row.tenant_id;
}
