import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { RunningOnce } from '../once.ts';
import { AlreadyRunningError } from '../stack-file/already-running.error.ts';
import type { StackFile } from '../stack-file/stack-file.ts';
import { readTraces, remainsOf, until } from './stack-traces.fixture.ts';
import { startOnce } from './start-once.ts';

let folder: string;
let runFile: string;
let running: RunningOnce;

const readStackFile = async () => JSON.parse(await readFile(runFile, 'utf8')) as StackFile;

const pidInFile = async (name: string) =>
  (await readStackFile()).processes.find((process) => process.name === name)?.pid;

/** Kills a process from outside and waits until the file names the one that took its place. */
async function killAndAwaitSuccessor(name: string): Promise<number> {
  const killed = running.processNamed(name).pid;
  running.kill(name, 'SIGKILL');
  return until(`the successor of ${name}`, async () => {
    const pid = await pidInFile(name);
    return pid === killed ? undefined : pid;
  });
}

const awaitReady = (url: string) =>
  until(`${url} to be ready`, async () => {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  });

/** A charge of the tenant acme; resolves to its id. */
async function createCharge(key: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${running.stack.chargeApi[0]}/v1/charges`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${running.stack.apiKeys.acme}`,
      'idempotency-key': key,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({ amount: 1099, currency: 'EUR', source: 'tok_visa' }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

/** Rows of the ledger database. */
async function query(sql: string, chargeId: string): Promise<object[]> {
  const client = new Client({ connectionString: running.stack.ledgerDbUrl });
  await client.connect();
  try {
    return (await client.query<object>(sql, [chargeId])).rows;
  } finally {
    await client.end();
  }
}

const entriesOf = async (chargeId: string): Promise<number> =>
  (await query('SELECT FROM journal_entries WHERE charge_id::text = $1', chargeId)).length;

const awaitOneEntry = (chargeId: string) =>
  until('the entry in the ledger', async () => ((await entriesOf(chargeId)) === 1 ? true : undefined));

beforeAll(async () => {
  // Whatever the shell points at: this suite is about servers of its own.
  process.env['PG_URL'] = process.env['KAFKA_BROKERS'] = '';
  folder = await mkdtemp(join(tmpdir(), 'once-supervisor-'));
  runFile = join(folder, 'run/stack.json');
  running = await startOnce({ runFile });
});

afterAll(async () => {
  await (running as RunningOnce | undefined)?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a running stack', () => {
  it('keeps a file in the promised shape, the same as the live object', async () => {
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);
    const databaseUrl = expect.stringMatching(/^postgres:\/\/\w+:[\w-]+@127\.0\.0\.1:\d+\/\w+$/);
    const key = expect.stringMatching(/^sk_test_/);
    const stack = await readStackFile();
    expect(stack).toEqual({
      chargeApi: [url],
      relay: [url],
      ledgerConsumer: [url],
      provider: url,
      chargeDbUrl: databaseUrl,
      ledgerDbUrl: databaseUrl,
      kafkaBrokers: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
      redisUrl: null,
      apiKeys: { acme: key, globex: key, initech: key },
      operatorUrls: [url],
      operatorToken: expect.stringMatching(/^[\w-]{32}$/),
      processes: ['postgres', 'kafka', 'provider', 'charge-api-1', 'relay-1', 'ledger-consumer-1'].map((name) => ({
        name,
        pid: expect.any(Number),
      })),
    });
    expect(running.stack).toEqual(stack);
  });

  it('lets the operator in with the token of the file', async () => {
    const { operatorUrls, operatorToken } = running.stack;
    const headers = { authorization: `Bearer ${operatorToken}` };
    const answer = await fetch(`${operatorUrls[0]}/v1/needs-review`, { headers });
    expect(await answer.json()).toEqual({ data: [], has_more: false });
  });

  it('takes a charge to the ledger', async () => {
    await awaitOneEntry(await createCharge('from-request-to-posting'));
  });

  it('carries one trace id from the request to the posting', async () => {
    const traceId = randomBytes(16).toString('hex');
    const chargeId = await createCharge('traced', { traceparent: `00-${traceId}-00f067aa0ba902b7-01` });
    await awaitOneEntry(chargeId);
    expect(await query('SELECT trace_id FROM journal_entries WHERE charge_id::text = $1', chargeId)).toEqual([
      { trace_id: traceId },
    ]);
  });

  it('starts a killed service again on the same port and writes its new pid', async () => {
    const [url] = running.stack.chargeApi;
    const pid = await killAndAwaitSuccessor('charge-api-1');
    expect(running.processNamed('charge-api-1')).toEqual({ name: 'charge-api-1', pid, restarts: 1 });
    await awaitReady(url!);
    expect((await readStackFile()).chargeApi).toEqual([url]);
    await createCharge('after-the-kill');
  });

  it('has further processes beside it that are in no list of addresses', async () => {
    const signal = AbortSignal.timeout(60_000);
    const provider = await running.startBeside({ kind: 'provider', name: 'other-provider', signal });
    const env = { PROVIDER_URL: provider.url };
    const api = await running.startBeside({ kind: 'charge-api', name: 'charge-api-beside', env, signal });
    const accountAt = async (url: string) => (await fetch(`${url}/v1/account`)).json();
    expect(await accountAt(provider.url)).not.toEqual(await accountAt(running.stack.provider!));
    await awaitReady(api.url);
    expect(running.stack.chargeApi).not.toContain(api.url);
    expect(await pidInFile('charge-api-beside')).toEqual(expect.any(Number));
    await expect(running.startBeside({ kind: 'provider', name: 'other-provider', signal })).rejects.toThrow(
      'there is a process named other-provider already',
    );
    await api.stop();
    await provider.stop();
    await expect(fetch(`${api.url}/readyz`)).rejects.toThrow();
    expect(await pidInFile('charge-api-beside')).toBeUndefined();
  });

  it('starts the provider and both servers again, with what they had', async () => {
    const before = await createCharge('before-the-servers-die');
    for (const name of ['provider', 'postgres', 'kafka']) await killAndAwaitSuccessor(name);
    await awaitReady(running.stack.chargeApi[0]!);
    expect(await createCharge('before-the-servers-die')).toBe(before);
    await awaitOneEntry(before);
  });

  it('refuses a second stack on the same file and says who has it', async () => {
    const second = startOnce({ runFile });
    await expect(second).rejects.toThrow(AlreadyRunningError);
    await expect(second).rejects.toThrow(`process ${process.pid}`);
    expect(existsSync(runFile)).toBe(true);
  });

  it('names the processes that there are when it is asked for another', () => {
    expect(() => running.kill('relay-2', 'SIGKILL')).toThrow(/relay-2.*charge-api-1, relay-1/);
  });

  it('leaves nothing when it is stopped, also twice at a time', async () => {
    const traces = await readTraces(running.serverStack.dataDir);
    expect(traces.processes.map(({ name }) => name)).toEqual(expect.arrayContaining(['relay-1', 'provider', 'kafka']));
    await Promise.all([running.stop(), running.stop()]);
    expect(remainsOf(traces)).toEqual([]);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });
});
