import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProviderSimulator, type RunningProviderSimulator } from '@once/provider-simulator';
import { findFreePort, startStack, type Stack } from '@once/stack';
import { provisionTopics, REPOSITORY_ROOT, withUrlParts } from '@once/supervisor';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { CREATE_DATABASES, readComposeFile } from './compose-file.ts';

const run = promisify(execFile);
const { services } = readComposeFile();
/** What the images run, from the Dockerfile's last CMD. */
const CMD = JSON.parse(
  /CMD (\[.*\])\n*$/.exec(readFileSync(join(REPOSITORY_ROOT, 'Dockerfile'), 'utf8'))?.[1] ?? '[]',
) as string[];

let stack: Stack;
let provider: RunningProviderSimulator;
const children: ChildProcess[] = [];

/** A service's environment, with the addresses that Docker's network would resolve. */
function environmentOf(name: string): Record<string, string> {
  const addresses = [
    ['postgres:5432', new URL(stack.postgresUrl).host],
    ['kafka:9092', stack.kafkaBrokers.join(',')],
    ['http://provider:4000', provider.url],
  ] as const;
  const translate = (value: string): string =>
    addresses.reduce((text, [from, to]) => text.replace(from, to), value.replace(/\$\{\w+:-(.*)\}/, '$1'));
  const own = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, translate(String(value))]);
  return { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', HOST: '127.0.0.1', ...Object.fromEntries(own) };
}

const folderOf = (name: string): string => join(REPOSITORY_ROOT, 'apps', services[name]?.build?.args?.APP ?? '');

/** A service that ends by itself. Resolves to what it printed. */
async function runOnceOff(name: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [...args], { cwd: folderOf(name), env: environmentOf(name) });
  return stdout;
}

async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const endsAt = performance.now() + 60_000; performance.now() < endsAt; await sleep(100)) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  throw new Error(`${what} did not come`);
}

/** A service that stays up, on a free port. Resolves to its URL when it is ready. */
async function startService(name: string): Promise<string> {
  const port = await findFreePort();
  const env = { ...environmentOf(name), PORT: String(port), OPERATOR_PORT: String(await findFreePort()) };
  children.push(spawn(process.execPath, CMD, { cwd: folderOf(name), env, stdio: 'ignore' }));
  const url = `http://127.0.0.1:${port}`;
  return until(`${name} is ready`, async () => ((await fetch(`${url}/readyz`)).ok ? url : undefined));
}

beforeAll(async () => {
  const { PATH, HOME, JAVA_HOME, ONCE_SHORT_RUN } = process.env;
  // Servers of its own: roles are of the whole server, and the file makes them by the names that every deploy has.
  stack = await startStack({ env: { PATH, HOME, JAVA_HOME, ONCE_SHORT_RUN } });
  provider = await startProviderSimulator({ port: 0, dataDir: join(stack.dataDir, 'provider') });
  const admin = new Client({ connectionString: stack.postgresUrl });
  await admin.connect();
  for (const statement of readFileSync(CREATE_DATABASES, 'utf8').split(/;$/m)) await admin.query(statement);
  await admin.end();
  await provisionTopics(stack.kafkaBrokers, [{ topic: 'payments.charges.v1', partitions: 12 }]);
}, 240_000);

afterAll(async () => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }),
  );
  await provider.stop();
  await stack.stop();
});

describe('the services of docker-compose.yml, without their containers', () => {
  it('bring a charge into the ledger, with the roles and the environment that the file gives them', async () => {
    expect(await runOnceOff('migrate-charge', services['migrate-charge']?.command ?? [])).toContain('applied');
    expect(await runOnceOff('migrate-ledger', services['migrate-ledger']?.command ?? [])).toContain('applied');
    const [, tenantsCli = ''] = services['tenants']?.entrypoint ?? [];
    const { api_key: apiKey } = JSON.parse(await runOnceOff('tenants', [tenantsCli, 'create', 'acme'])) as {
      api_key: string;
    };

    const [chargeApi] = await Promise.all(['charge-api', 'relay', 'ledger-consumer'].map(startService));
    // With the same key as often as it takes: a machine that is busy answers 503 in its first second.
    const { id } = await until('the charge', async () => {
      const answer = await fetch(`${chargeApi ?? ''}/v1/charges`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'idempotency-key': 'compose-1',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ amount: 1099, currency: 'EUR', source: 'tok_visa' }),
      });
      return answer.status === 201 ? ((await answer.json()) as { id: string }) : undefined;
    });

    const ledger = new Client({
      connectionString: withUrlParts(stack.postgresUrl, {
        user: 'ledger_owner',
        password: 'local-only',
        database: 'ledger',
      }),
    });
    await ledger.connect();
    const rows = await until('the entry', async () => {
      const sql =
        'SELECT e.entry_type, p.amount_minor FROM journal_entries e JOIN postings p ON p.entry_id = e.id WHERE e.charge_id = $1';
      const found = (await ledger.query<{ entry_type: string; amount_minor: string }>(sql, [id])).rows;
      return found.length > 0 ? found : undefined;
    }).finally(() => ledger.end());
    expect(rows.map(({ amount_minor }) => Number(amount_minor)).sort((one, other) => one - other)).toEqual([
      -1099, 1099,
    ]);
  }, 240_000);
});
