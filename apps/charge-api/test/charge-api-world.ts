import { createTestDatabase, type TestDatabase } from '@once/testing';
import { createTenant } from '../src/tenants/create-tenant.ts';
import { Caller } from './caller.ts';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';
import { TestProvider } from './test-provider.ts';
import { UNHURRIED } from './unhurried.ts';

export interface WorldOptions {
  /** Instances of the service on the one database; the first is the one that `acme` and `globex` call. */
  instances?: number;
  env?: Record<string, string>;
}

/** One charge database, one provider, the service in front of them, and two tenants. */
export class ChargeApiWorld {
  readonly database: TestDatabase;
  readonly provider: TestProvider;
  readonly instances: RunningChargeApi[];
  readonly acme: Caller;
  readonly globex: Caller;

  private constructor(parts: Omit<ChargeApiWorld, 'count' | 'stored' | 'stop' | 'variables'>) {
    this.database = parts.database;
    this.provider = parts.provider;
    this.instances = parts.instances;
    this.acme = parts.acme;
    this.globex = parts.globex;
  }

  static async start({ instances = 1, env = {} }: WorldOptions = {}): Promise<ChargeApiWorld> {
    const [database, provider] = await Promise.all([createTestDatabase('charge'), TestProvider.start()]);
    const variables = {
      DATABASE_URL: database.serviceUrl('charge_service'),
      PROVIDER_URL: provider.url,
      // The limiter has tests of its own; everywhere else it would only be in the way.
      RATE_LIMIT_PER_SECOND: '1000000',
      // Sweeps have tests of their own; elsewhere a test decides by itself who takes an operation up.
      SWEEP_INTERVAL_MS: '60000',
      // Times of a suite's own are in an order of their own.
      ...(Object.keys(UNHURRIED).some((name) => name in env) ? {} : UNHURRIED),
      ...env,
    };
    const started: RunningChargeApi[] = [];
    for (let made = 0; made < instances; made++) started.push(await startChargeApi(variables));
    const url = started[0]?.url ?? '';
    const acme = new Caller(url, await createTenant(database.ownerPool, 'acme'));
    const globex = new Caller(url, await createTenant(database.ownerPool, 'globex'));
    return new ChargeApiWorld({ database, provider, instances: started, acme, globex });
  }

  /** Rows of each table that a request could leave behind. */
  async stored(): Promise<Record<string, number>> {
    const tables = ['idempotency_keys', 'operations', 'charges', 'provider_attempts', 'charge_transitions', 'outbox'];
    const counts = await Promise.all(tables.map(async (table) => [table, await this.count(`SELECT FROM ${table}`)]));
    return Object.fromEntries(counts) as Record<string, number>;
  }

  /** Rows of a query, as the owner sees them. */
  async count(sql: string, values: unknown[] = []): Promise<number> {
    const { rowCount } = await this.database.ownerPool.query(sql, values);
    return rowCount ?? 0;
  }

  async stop(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.close()));
    await this.provider.stop();
    await this.database.drop();
  }
}
