import { findFreePort, startStack, type Stack } from '@once/stack';
import { provisionDatabase, REPOSITORY_ROOT } from '@once/supervisor';
import { join } from 'node:path';
import { Pool } from 'pg';
import { createTenant } from '../../../src/tenants/create-tenant.ts';
import { RespawnedProcess } from './respawned-process.ts';

/** In the same order as always, only closer together: what a kill leaves behind is taken up within seconds. */
const TIMES = {
  ...{ ANSWER_DEADLINE_MS: '700', CLIENT_ATTEMPT_TIMEOUT_MS: '1000', LEASE_MS: '1500', PROVIDER_TIMEOUT_MS: '10000' },
  ...{ SWEEP_INTERVAL_MS: '250', ABANDON_AFTER_MS: '10000' },
};

const CHARGE_API = ['--import', '@once/observability/tracing', join(REPOSITORY_ROOT, 'apps/charge-api/dist/main.js')];
const SIMULATOR = ['--conditions=once-source', join(REPOSITORY_ROOT, 'tools/provider-simulator/src/cli.ts')];

/** Two real charge-api processes on a Postgres of their own, and the provider as a third process. */
export class KillRunWorld {
  readonly pool: Pool;
  readonly apiKey: string;
  readonly provider: RespawnedProcess;
  readonly services: readonly RespawnedProcess[];
  private readonly stack: Stack;

  private constructor(parts: Pick<KillRunWorld, 'pool' | 'apiKey' | 'provider' | 'services'> & { stack: Stack }) {
    this.pool = parts.pool;
    this.apiKey = parts.apiKey;
    this.provider = parts.provider;
    this.services = parts.services;
    this.stack = parts.stack;
  }

  static async open(): Promise<KillRunWorld> {
    // Whatever the shell points at: this suite is about a server of its own.
    const stack = await startStack({ kafka: false, env: { ...process.env, PG_URL: '' } });
    const database = await provisionDatabase(stack.postgresUrl, 'charge', 'kill_run');
    const pool = new Pool({ connectionString: database.ownerUrl, max: 4 });
    // The server's farewell to an idle connection is nobody's concern.
    pool.on('error', () => undefined);
    const { apiKey } = await createTenant(pool, 'acme');
    const start = async (name: string, spec: { args: string[]; env: Record<string, string>; readyPath: string }) => {
      const port = await findFreePort();
      return new RespawnedProcess({ ...spec, name, port, env: { ...spec.env, PORT: String(port) } }, stack);
    };
    const providerPort = await findFreePort();
    const provider = new RespawnedProcess(
      {
        name: 'provider',
        args: [...SIMULATOR, '--port', String(providerPort), '--data-dir', join(stack.dataDir, 'provider')],
        env: {},
        port: providerPort,
        readyPath: '/livez',
      },
      stack,
    );
    const env = {
      ...TIMES,
      HOST: '127.0.0.1',
      DATABASE_URL: database.serviceUrls.charge_service ?? '',
      PROVIDER_URL: provider.url,
      RATE_LIMIT_PER_SECOND: '5000',
      LOG_LEVEL: 'warn',
    };
    const service = { args: CHARGE_API, env, readyPath: '/readyz' };
    const services = [await start('charge-api-1', service), await start('charge-api-2', service)];
    const world = new KillRunWorld({ pool, apiKey, provider, services, stack });
    await Promise.all([provider, ...services].map((one) => one.ready()));
    return world;
  }

  /** From now on the provider behaves so; see docs/provider-simulator.md. */
  async control(settings: object): Promise<void> {
    const response = await fetch(`${this.provider.url}/control`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    if (!response.ok) throw new Error(`the simulator refused its settings: ${await response.text()}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.provider.stop();
    await this.pool.end();
    await this.stack.stop();
  }
}
