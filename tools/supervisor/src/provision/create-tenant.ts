import { runSourceCli } from './run-source-cli.ts';

/** Part of the repository: the command that the app brings. */
export const TENANTS_CLI = 'apps/charge-api/src/tenants/tenants.cli.ts';

/** Makes a tenant and resolves to its API key, which is shown this once. */
export async function createTenant(chargeDbUrl: string, name: string, signal?: AbortSignal): Promise<string> {
  const output = await runSourceCli({ script: TENANTS_CLI, args: ['create', name], databaseUrl: chargeDbUrl, signal });
  const { api_key: apiKey } = JSON.parse(output) as { api_key?: unknown };
  if (typeof apiKey !== 'string') throw new Error(`no API key of the tenant ${name} in: ${output}`);
  return apiKey;
}
