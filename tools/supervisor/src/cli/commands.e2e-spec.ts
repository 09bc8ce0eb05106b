import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackFile } from '../stack-file/stack-file.ts';
import { findTraces, remainsOf } from '../start/stack-traces.fixture.ts';
import { RunningCommand } from './start-command.fixture.ts';

let folder: string;
let runFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-commands-'));
  runFile = join(folder, 'run/stack.json');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const start = (...args: string[]) =>
  new RunningCommand('start.cli.ts', args, { PG_URL: '', KAFKA_BROKERS: '', ONCE_RUN_FILE: runFile });

async function outcomeOf(script: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const command = new RunningCommand(script, args, { DATABASE_URL: '', PG_URL: '', ONCE_RUN_FILE: runFile, ...env });
  return { code: await command.ended(), output: command.output };
}

describe('npm start', () => {
  it.each(['Postgres', 'provider is ready', 'topics and tenants are made'])(
    'leaves nothing when Ctrl-C comes right after "%s"',
    async (moment) => {
      const command = start();
      await command.seen(moment);
      const traces = await findTraces(command.pid);
      command.signalGroup('SIGINT');
      command.signalGroup('SIGINT');
      expect(await command.ended()).toBe(0);
      expect(remainsOf(traces)).toEqual([]);
      expect(existsSync(join(folder, 'run'))).toBe(false);
    },
  );

  it('cleans up after one that was killed with its watchdog, serves, and leaves nothing after Ctrl-C', async () => {
    const killed = start();
    await killed.seen('Ctrl-C stops everything');
    const leftovers = await findTraces(killed.pid);
    const watchdog = leftovers.processes.find(({ name }) => name === 'watchdog');
    process.kill(watchdog!.pid, 'SIGKILL');
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended();
    expect(remainsOf(leftovers)).toEqual(expect.arrayContaining(['charge-api-1', 'provider', leftovers.dataDir]));

    const command = start();
    await command.seen('Ctrl-C stops everything');
    expect(remainsOf(leftovers)).toEqual([]);
    const traces = await findTraces(command.pid);

    expect(await outcomeOf('start.cli.ts', [])).toEqual({
      code: 1,
      output: expect.stringContaining(`kill ${command.pid}`),
    });
    const tenant = await outcomeOf('tenants.cli.ts', ['create', 'hooli']);
    expect(tenant).toEqual({ code: 0, output: expect.stringContaining('"api_key":"sk_test_') });
    const { api_key: apiKey } = JSON.parse(tenant.output) as { api_key: string };
    const { chargeApi } = JSON.parse(await readFile(runFile, 'utf8')) as StackFile;
    const charges = await fetch(`${chargeApi[0]}/v1/charges`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(await charges.json()).toEqual({ data: [], has_more: false });
    expect(await outcomeOf('migrate.cli.ts', ['ledger'])).toEqual({
      code: 0,
      output: expect.stringContaining('the ledger database is up to date'),
    });

    const ops = (...args: string[]) => outcomeOf('ops.cli.ts', ['charges', 'needs-review', ...args]);
    expect(await ops('list')).toEqual({ code: 0, output: 'No operation waits for a decision.\n' });
    const unknown = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';
    const resolve = ['resolve', unknown, '--outcome', 'failed', '--reason', 'it is not there', '--operator', 'op'];
    expect(await ops(...resolve)).toEqual({ code: 1, output: 'There is no such operation.\n' });
    expect(await ops(...resolve, '--json')).toEqual({
      code: 1,
      output: expect.stringContaining('"refused": "not_found"'),
    });

    command.signalGroup('SIGINT');
    command.signalGroup('SIGTERM');
    expect(await command.ended()).toBe(0);
    expect(remainsOf(traces)).toEqual([]);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });

  it('refuses stray arguments with a hint, before it starts anything', async () => {
    expect(await outcomeOf('start.cli.ts', ['2'])).toEqual({
      code: 2,
      output: expect.stringMatching(/Did you forget the --/),
    });
  });
});

describe('npm run migrate, tenants and ops', () => {
  it.each([
    ['migrate.cli.ts', ['charge']],
    ['tenants.cli.ts', ['create', 'acme']],
    ['ops.cli.ts', ['charges', 'needs-review', 'list']],
  ])('%s says what to set when there is no database to go by', async (script, args) => {
    expect(await outcomeOf(script, args)).toEqual({
      code: 2,
      output: expect.stringMatching(/^Which charge database\? Set DATABASE_URL.*or PG_URL.*npm start\.\n$/),
    });
  });

  it.each([
    ['migrate.cli.ts', ['toString']],
    ['migrate.cli.ts', ['charge', 'ledger']],
    ['tenants.cli.ts', ['create']],
  ])('%s shows its usage for %j', async (script, args) => {
    expect(await outcomeOf(script, args)).toEqual({ code: 2, output: expect.stringMatching(/^usage: npm run/) });
  });

  it.each([
    [[], /^Which command\?\nusage: npm run ops/],
    [['charges', 'needs-review', 'list', '--limit', 'x'], /^--limit takes 1 to 100, not "x"\.\nusage: npm run ops/],
    [['charges', 'needs-review', 'resolve'], /^Which operation\?[^]*\nusage: npm run ops/],
  ])('ops.cli.ts says what is wrong with %j before it asks for a database', async (args, output) => {
    expect(await outcomeOf('ops.cli.ts', args)).toEqual({ code: 2, output: expect.stringMatching(output) });
  });

  it.each([
    [['--help'], /^usage: npm run ops -- COMMAND/],
    [['charges', 'needs-review', '--help'], /^usage: npm run ops -- charges needs-review list/],
  ])('ops.cli.ts helps with %j without a database', async (args, output) => {
    expect(await outcomeOf('ops.cli.ts', args)).toEqual({ code: 0, output: expect.stringMatching(output) });
  });

  it.each([
    ['migrate.cli.ts', ['charge']],
    ['ops.cli.ts', ['charges', 'needs-review', 'list']],
  ])('%s tells the reason when the server does not answer', async (script, args) => {
    const outcome = await outcomeOf(script, args, { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' });
    expect(outcome).toEqual({ code: 1, output: expect.stringContaining('ECONNREFUSED') });
  });
});
