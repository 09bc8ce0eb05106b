import { expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeLine } from '../src/journal/journal-line.ts';
import { pay, readAccount, readAllEffects } from './provider-api.ts';
import { makeDataDir, SimulatorProcess } from './simulator-process.ts';

const ACCOUNT = /^acct_[0-9a-f]{24}$/;

/** The payment in the fixture, which an earlier version of the simulator wrote. */
const PAID_BEFORE = 'pay_0381e9ea1bd640419c8d76e8e0ae5aa9';

const journalOf = (dataDir: { path: string }) => join(dataDir.path, 'effects.v1.ndjson');

it('has its account from its first start, and keeps it over a SIGKILL and restarts', async () => {
  await using dataDir = await makeDataDir();
  const accounts: string[] = [];
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
    accounts.push(await readAccount(await simulator.url()));
    await simulator.signal(signal);
  }
  expect(accounts).toEqual(accounts.map(() => expect.stringMatching(ACCOUNT)));
  expect(new Set(accounts).size).toBe(1);
});

it('has another account than every other store', async () => {
  await using one = await makeDataDir();
  await using other = await makeDataDir();
  await using first = new SimulatorProcess('--data-dir', one.path);
  await using second = new SimulatorProcess('--data-dir', other.path);
  expect(await readAccount(await first.url())).not.toBe(await readAccount(await second.url()));
});

it('opens a store from before there were accounts, gives it one, and replays what it recorded then', async () => {
  await using dataDir = await makeDataDir();
  const asBefore = await readFile(new URL('fixtures/effects-before-accounts.ndjson', import.meta.url), 'utf8');
  await writeFile(journalOf(dataDir), asBefore);

  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const url = await simulator.url();
  const account = await readAccount(url);
  expect(await readAllEffects(url)).toMatchObject([
    { provider_key: 'k1', payment_id: PAID_BEFORE, account, effect_id: null },
  ]);
  const { status, isReplay, body } = await pay(url, 'k1');
  expect([status, isReplay]).toEqual([201, true]);
  expect(JSON.parse(body)).toEqual({
    ...{ id: PAID_BEFORE, status: 'captured', amount_minor: '1099', currency: 'USD', provider_key: 'k1' },
    account,
  });
  await simulator.signal('SIGKILL');
  expect((await readFile(journalOf(dataDir), 'utf8')).slice(0, asBefore.length)).toBe(asBefore);

  await using again = new SimulatorProcess('--data-dir', dataDir.path);
  expect(await readAccount(await again.url())).toBe(account);
});

it('is not opened if its journal names a second account', async () => {
  await using dataDir = await makeDataDir();
  const recorded_at = '2026-01-01T00:00:00.000Z';
  const entryOf = (digit: string) => ({ kind: 'account', account: `acct_${digit.repeat(24)}`, recorded_at }) as const;
  await writeFile(journalOf(dataDir), encodeLine(entryOf('1'), 1) + encodeLine(entryOf('2'), 2));
  await using simulator = new SimulatorProcess('--data-dir', dataDir.path);
  const { exitCode, stderr } = await simulator.ended;
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/damaged at line 2: the store of acct_1+ is given another account/);
});
