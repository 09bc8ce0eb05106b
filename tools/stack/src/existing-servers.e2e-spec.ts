import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { findFreePort } from './server/free-port.ts';
import { startStack } from './start-stack.ts';

const ownServers = { ...process.env, PG_URL: '', KAFKA_BROKERS: '' };

describe('servers that PG_URL and KAFKA_BROKERS name', () => {
  it('are used and not stopped', async () => {
    const servers = await startStack({ env: ownServers });
    const env = { PG_URL: servers.postgresUrl, KAFKA_BROKERS: servers.kafkaBrokers.join(',') };
    try {
      const guest = await startStack({ env });
      expect([guest.postgresUrl, guest.kafkaBrokers]).toEqual([servers.postgresUrl, servers.kafkaBrokers]);
      expect([guest.processes, guest.postgres, guest.kafka]).toEqual([[], null, null]);
      await guest.stop();
      expect(servers.processes).toHaveLength(2);
    } finally {
      await servers.stop();
    }
  });

  it('are refused when the role may not create databases', async () => {
    const servers = await startStack({ env: ownServers, kafka: false });
    try {
      const PG_URL = await createPlainRole(servers.postgresUrl);
      await expect(startStack({ env: { PG_URL }, kafka: false })).rejects.toThrow('may not create databases and roles');
    } finally {
      await servers.stop();
    }
  });

  it('are refused in one line, without the password, when they do not answer', async () => {
    const port = await findFreePort();
    const PG_URL = `postgres://admin:pssst@127.0.0.1:${port}/postgres`;
    const refusal = await startStack({ env: { PG_URL }, kafka: false }).catch(
      (error: unknown) => (error as Error).message,
    );
    expect(refusal).toMatch(
      new RegExp(`^PG_URL: Postgres at 127.0.0.1:${port} can't be used \\(.*ECONNREFUSED.*\\).*$`),
    );
    expect(refusal).not.toContain('pssst');
    const starting = startStack({ env: { KAFKA_BROKERS: `127.0.0.1:${port}` }, postgres: false });
    await expect(starting).rejects.toThrow(/^KAFKA_BROKERS: no broker answers .*ECONNREFUSED/);
  });

  it('are refused when something else than Kafka answers', async () => {
    const servers = await startStack({ env: ownServers, kafka: false });
    try {
      const KAFKA_BROKERS = new URL(servers.postgresUrl).host;
      await expect(startStack({ env: { KAFKA_BROKERS }, postgres: false })).rejects.toThrow(
        /^KAFKA_BROKERS: no broker answers/,
      );
    } finally {
      await servers.stop();
    }
  });
});

async function createPlainRole(adminUrl: string): Promise<string> {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  await admin.query(`CREATE ROLE plain LOGIN PASSWORD 'plain'`);
  await admin.end();
  const url = new URL(adminUrl);
  [url.username, url.password] = ['plain', 'plain'];
  return url.href;
}
