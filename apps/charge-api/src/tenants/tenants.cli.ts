/** `npm run tenants -- create NAME`: prints the API key once. Reads DATABASE_URL (the owner's). */
import { ownerDatabaseEnv, parseEnv } from '@once/config';
import { Pool } from 'pg';
import { createTenant } from './create-tenant.ts';

const USAGE = 'usage: npm run tenants -- create NAME\n';

const [command, name, ...stray] = process.argv.slice(2);
if (command !== 'create' || name === undefined || stray.length > 0) {
  process.stderr.write(stray.length > 0 ? `unexpected ${stray.join(' ')}; ${USAGE}` : USAGE);
  process.exit(2);
}

const { DATABASE_URL: connectionString } = parseEnv(ownerDatabaseEnv);
const pool = new Pool({ connectionString, max: 1, connectionTimeoutMillis: 5_000 });
try {
  const { tenantId, apiKey } = await createTenant(pool, name);
  process.stdout.write(`${JSON.stringify({ tenant: name, tenant_id: tenantId, api_key: apiKey })}\n`);
} catch (error) {
  process.stderr.write(`the tenant was not created: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await pool.end();
}
