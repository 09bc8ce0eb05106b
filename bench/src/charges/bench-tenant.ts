import { withConnection } from '@once/supervisor';
import { createHash, randomBytes } from 'node:crypto';

/** Makes the one tenant of a benchmark and returns its API key. */
export async function makeTenant(ownerUrl: string): Promise<string> {
  const apiKey = `sk_test_${randomBytes(24).toString('base64url')}`;
  const hash = createHash('sha256').update(apiKey).digest();
  await withConnection(ownerUrl, async (client) => {
    await client.query(`INSERT INTO tenants (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'bench')`);
    await client.query(`INSERT INTO api_keys (key_hash, tenant_id) SELECT $1, id FROM tenants`, [hash]);
  });
  return apiKey;
}
