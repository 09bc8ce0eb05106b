import { Client } from 'pg';
import { queryRows } from '../../run/observe/query-rows.ts';

/** Operations that are between claim and completion, so that nobody has been told anything of them. */
const PICK = `
  SELECT o.id::text AS operation
  FROM idempotency_keys k
  JOIN operations o ON o.tenant_id = k.tenant_id AND o.idempotency_key = k.idempotency_key
  WHERE k.idempotency_key = ANY ($1::text[]) AND k.state = 'PROCESSING' AND o.kind = 'charge.create'
    -- Only what the provider has acted on: to lose anything else would show nothing.
    AND 'once_' || o.id = ANY ($2::text[])
  -- Whoever is about to complete one of them waits, and then finds nothing.
  FOR UPDATE OF k`;

/** All that the claim has written, and what its worker may have noted since. */
const DELETES = [
  'DELETE FROM charge_transitions WHERE operation_id::text = ANY ($1::text[])',
  'DELETE FROM provider_notices WHERE operation_id::text = ANY ($1::text[])',
  'DELETE FROM provider_attempts WHERE operation_id::text = ANY ($1::text[])',
  'DELETE FROM charges WHERE id IN (SELECT o.charge_id FROM operations o WHERE o.id::text = ANY ($1::text[]))',
  `DELETE FROM idempotency_keys k USING operations o
   WHERE o.id::text = ANY ($1::text[]) AND k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key`,
  'DELETE FROM operations WHERE id::text = ANY ($1::text[])',
];

export interface LostClaims {
  readonly keys: readonly string[];
  /** What the provider has acted under. */
  readonly providerKeys: readonly string[];
  readonly atLeast: number;
}

/**
 * Takes claims away as a failover to an asynchronous replica does: committed, acted upon, and gone. Triggers and foreign
 * keys are off for it, as where a replica applies what it was sent; only a superuser can do that.
 * @returns the operations that are gone; none where there are fewer than asked for
 */
export async function loseClaims(superuserUrl: string, { keys, providerKeys, atLeast }: LostClaims): Promise<string[]> {
  const client = new Client({ connectionString: superuserUrl, application_name: 'proof' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica');
    await client.query('BEGIN');
    const { rows } = await client.query<{ operation: string }>(PICK, [keys, providerKeys]);
    if (rows.length < atLeast) return [];
    const operations = rows.map(({ operation }) => operation);
    for (const sql of DELETES) await client.query(sql, [operations]);
    await client.query('COMMIT');
    return operations;
  } finally {
    await client.end();
  }
}

/** Made again with all that a call to the provider rests on: operation, claim and an attempt. By its id, which is derived. */
const MADE_AGAIN = `
  SELECT count(DISTINCT o.id)::int AS count
  FROM operations o
  JOIN idempotency_keys k ON k.tenant_id = o.tenant_id AND k.idempotency_key = o.idempotency_key
  JOIN provider_attempts a ON a.operation_id = o.id
  WHERE o.id::text = ANY ($1::text[])`;

/** How many of the lost operations are committed again. */
export async function countMadeAgain(chargeDbUrl: string, operations: readonly string[]): Promise<number> {
  const [row] = await queryRows<{ count: number }>(chargeDbUrl, MADE_AGAIN, [operations]);
  return row?.count ?? 0;
}
