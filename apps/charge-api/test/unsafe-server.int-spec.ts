import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { provisionDatabase, withConnection } from '@once/supervisor';
import { startStack, type Stack } from '@once/stack';
import { eventually } from '@once/testing';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';

const START_WITHIN_MS = 120_000;

let stack: Stack;
let service: RunningChargeApi;
let databaseName: string;

/** A server of the suite's own, as what is tried here would reach every suite on a shared one. */
beforeAll(async () => {
  stack = await startStack({ kafka: false, env: { ...process.env, PG_URL: '' } });
  const provisioned = await provisionDatabase(stack.postgresUrl, 'charge', 'unsafe');
  databaseName = provisioned.name;
  const variables = { DATABASE_URL: provisioned.serviceUrls.charge_service!, PROVIDER_URL: 'http://127.0.0.1:9' };
  service = await startChargeApi(variables);
}, START_WITHIN_MS);
afterAll(async () => {
  await service.close();
  await stack.stop();
}, START_WITHIN_MS);

const asAdmin = async (...statements: string[]): Promise<void> => {
  await withConnection(stack.postgresUrl, async (client) => {
    for (const sql of statements) await client.query(sql);
  });
};

const readiness = async (): Promise<{ status: number; said: string }> => {
  const answer = await fetch(`${service.url}/readyz`);
  return { status: answer.status, said: await answer.text() };
};

describe('a server that would lose commits', () => {
  it.each([
    ['fsync', 'off', 'fsync is off, not on: a crash would lose commits'],
    ['full_page_writes', 'off', 'full_page_writes is off, not on: a crash in the middle of a write would lose commits'],
  ])('makes the service unready, with the reason, until it is mended: %s = %s', async (name, value, reason) => {
    expect(await readiness()).toMatchObject({ status: 200 });
    await asAdmin(`ALTER SYSTEM SET ${name} = ${value}`, 'SELECT pg_reload_conf()');
    const unready = await eventually('the complaint', async () => {
      const seen = await readiness();
      return seen.status === 503 && seen;
    });
    expect(unready.said).toContain(reason);
    await asAdmin(`ALTER SYSTEM RESET ${name}`, 'SELECT pg_reload_conf()');
    await eventually('readiness', async () => (await readiness()).status === 200);
  });

  it('is not made of a weaker synchronous_commit, which each transaction raises', async () => {
    await asAdmin('ALTER SYSTEM SET synchronous_commit = off', 'SELECT pg_reload_conf()');
    await asAdmin(`ALTER DATABASE ${databaseName} SET synchronous_commit = local`);
    await asAdmin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${databaseName}'`);
    expect(await eventually('a new session', async () => (await readiness()).status === 200)).toBe(true);
  });
});
