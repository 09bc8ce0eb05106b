import { withConnection, withUrlParts, type DatabaseName, type ServiceRole } from '@once/supervisor';
import { randomBytes } from 'node:crypto';
import { escapeIdentifier, Pool } from 'pg';
import { testServers } from './test-servers.ts';

export interface TestDatabase {
  name: string;
  ownerUrl: string;
  ownerPool: Pool;
  serviceUrl(role: ServiceRole): string;
  /** A pool with a service's own rights; closed by `drop`. */
  pool(role: ServiceRole, max?: number): Pool;
  /** Closes the pools and drops the database; fails when a test leaked a pool client. */
  drop(): Promise<void>;
}

const DEFAULT_POOL_MAX = 10;

const closeAll = async (pools: Pool[]): Promise<void> => {
  const leaked = pools.reduce((sum, pool) => sum + (pool.totalCount - pool.idleCount), 0);
  // Ending a pool waits for its clients, so a leak would hang here instead of naming itself.
  if (leaked > 0) throw new Error(`${leaked} pool client(s) were never released`);
  await Promise.all(pools.map((pool) => pool.end()));
};

/** A database of its own for one suite, cloned from the migrated template in tens of milliseconds. */
export async function createTestDatabase(kind: DatabaseName): Promise<TestDatabase> {
  const servers = testServers();
  const template = servers[kind];
  const name = `${kind}_test_${randomBytes(6).toString('hex')}`;
  const owner = new URL(template.ownerUrl).username;
  await withConnection(servers.adminUrl, (client) =>
    client.query(
      `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template.name)} OWNER ${escapeIdentifier(owner)}`,
    ),
  );
  const urlOf = (url: string): string => withUrlParts(url, { database: name });
  const pools: Pool[] = [];
  const open = (url: string, max = DEFAULT_POOL_MAX): Pool => {
    const pool = new Pool({ connectionString: url, max, pipeline: true });
    // An idle client may be ended by a test that kills backends; without a listener that would end the process.
    pool.on('error', () => undefined);
    pools.push(pool);
    return pool;
  };
  const serviceUrl = (role: ServiceRole): string => {
    const url = template.serviceUrls[role];
    if (!url) throw new Error(`${role} has no login in the ${kind} database`);
    return urlOf(url);
  };
  return {
    name,
    ownerUrl: urlOf(template.ownerUrl),
    ownerPool: open(urlOf(template.ownerUrl)),
    serviceUrl,
    pool: (role, max) => open(serviceUrl(role), max),
    drop: async () => {
      await closeAll(pools);
      await withConnection(servers.adminUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
      );
    },
  };
}
