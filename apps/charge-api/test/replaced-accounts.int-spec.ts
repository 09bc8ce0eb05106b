import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProviderAccountLoop } from '../src/provider/provider-account.loop.ts';
import { ProviderAccount } from '../src/provider/provider-account.ts';
import { AbandonOperations } from '../src/sweeps/abandon-operations.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrapeByLabel } from './exposition.ts';
import { LostRows } from './lost-rows.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';
import { TestProvider } from './test-provider.ts';
import { UNHURRIED } from './unhurried.ts';

const DAY_MS = 86_400_000;
/** `UNKNOWN_REVIEW_AFTER_MS` by default, and a minute. */
const REVIEW_MS = 16 * 60_000;

let gate: ProviderGate;
let world: ChargeApiWorld;
let lost: LostRows;
/** An account that new keys go to from another instance. */
let other: TestProvider;
let elsewhere: RunningChargeApi;
let [ours, theirs]: SweepsByHand[] = [];

beforeAll(async () => {
  gate = await ProviderGate.open();
  [world, other] = await Promise.all([ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url } }), TestProvider.start()]);
  gate.target = world.provider.url;
  lost = await LostRows.in(world.database.name);
  elsewhere = await startChargeApi({
    ...{ ...UNHURRIED, DATABASE_URL: world.database.serviceUrl('charge_service'), SWEEP_INTERVAL_MS: '60000' },
    ...{ PROVIDER_URL: other.url, RATE_LIMIT_PER_SECOND: '1000000' },
  });
  ours = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
  theirs = await SweepsByHand.takeOver(elsewhere, world.database.ownerPool);
  // Routes are what a test says they are.
  for (const { app } of [elsewhere, world.instances[0]!])
    await app.get(ProviderAccountLoop).beforeApplicationShutdown();
  await ask(world.instances[0]!);
  await ask(elsewhere);
  await lost.forgetRoutes();
});
afterEach(async () => {
  gate.target = world.provider.url;
  gate.letGo();
  await world.provider.control({});
  await ask(world.instances[0]!);
  await lost.setIncarnation('first');
  await lost.forgetRoutes();
});
afterAll(async () => {
  await lost.close();
  await elsewhere.close();
  await other.stop();
  await world.stop();
  await gate.close();
});

const ask = ({ app }: RunningChargeApi) => app.get(ProviderAccount).ask();
const traces = (key: string) => readTraces(world.database.ownerPool, key);
const abandon = ({ app }: RunningChargeApi) => app.get(AbandonOperations).run();
const withheld = async ({ url }: RunningChargeApi) =>
  (await scrapeByLabel(url, 'provider_account_faults_total')).operation_withheld;

/** An operation that the provider's way in was closed to, as the database has it after a later try of it was lost. */
const receiveAndLose = async (key: string) => {
  await world.provider.addFault({ kind: 'refuse_before_effect', status: 503, times: 1 });
  expect((await world.acme.charge({}, { key })).status).toBe(503);
  const { id, chargeId } = await traces(key);
  const state = await lost.operationNow(id);
  expect((await world.acme.charge({}, { key })).status).toBe(201);
  await lost.lose({ id, chargeId }, null);
  await lost.bringBack(state);
  expect(await traces(key)).toMatchObject({ state: 'pending', key: { state: 'RECEIVED' } });
  return chargeId;
};

describe.each(['new', 'noticed'] as const)('a charge whose rows were lost at another account (%s)', (moment) => {
  it('is not sent to this one: unknown, fenced, told, and a person decides', async () => {
    const key = `k-elsewhere-${moment}`;
    await lost.route(await other.account(), 0);
    const first = await world.acme.charge({ amount: 4200 }, { key, url: elsewhere.url });
    await lost.lose(await traces(key), null);
    await lost.setIncarnation(moment);
    const told = (await withheld(world.instances[0]!))!;
    const again = await world.acme.charge({ amount: 4200 }, { key });
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id, status: 'unknown' } });
    expect(await traces(key)).toMatchObject({
      ...{ state: 'unknown', key: { state: 'PROCESSING', unsettled: 'unknown' } },
      attempts: [{ outcome: 'unknown', detail: expect.stringContaining(await other.account()) }],
    });
    expect(await withheld(world.instances[0]!)).toBe(told + 1);
    // The doubt is the operation's: it does not end with the time in which new ones are in doubt.
    await lost.setIncarnation('long ago');
    expect(await ours!.resolve(key)).toBe('unsettled');
    expect(await theirs!.resolve(key)).toBe('unsettled');
    await ours!.age(key, REVIEW_MS);
    await ours!.resolve(key);
    expect(await traces(key)).toMatchObject({ state: 'needs_review', attempts: [{ attempt: 1 }] });
    expect(await world.provider.effectsOf(String(first.body.id))).toEqual([]);
    expect(await other.effectsOf(String(first.body.id))).toHaveLength(1);
  });

  it('is found where it was lost here after all', async () => {
    const key = `k-here-${moment}`;
    await world.acme.charge({}, { key });
    await lost.lose(await traces(key), null);
    await lost.route(await other.account(), 0);
    await lost.setIncarnation(moment);
    expect((await world.acme.charge({}, { key })).status).toBe(201);
    expect(await world.provider.effectsOf((await traces(key)).chargeId)).toHaveLength(1);
  });
});

describe('the accounts that count', () => {
  it.each([
    ['an account that was left before the doubt began', 3 * DAY_MS, 2 * DAY_MS, 201],
    ['an account that was left within it', 3 * DAY_MS, DAY_MS / 2, 202],
    ['an account that is routed still', 3 * DAY_MS, -1, 202],
  ])('%s', async (what, fromMs, untilMs, status) => {
    await lost.route(await other.account(), fromMs);
    if (untilMs >= 0) await lost.route(await world.provider.account(), untilMs);
    await lost.setIncarnation('noticed');
    expect((await world.acme.charge({}, { key: `k-route ${what}`.replaceAll(' ', '-') })).status).toBe(status);
  });

  it('is none but its own for a change', async () => {
    const { body } = await world.acme.charge({ capture: false });
    await lost.route(await other.account(), 0);
    await lost.setIncarnation('noticed');
    expect((await world.acme.capture(body.id)).status).toBe(200);
  });
});

describe('the statements of docs/operations.md', () => {
  it('show what is withheld, and name an account that a restored database has forgotten', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
    const [show, name, ...more] = [...text.matchAll(/^```sql\n([^]*?)^```$/gm)].map(([, block]) => block ?? '');
    expect(more).toEqual([]);
    const account = await other.account();
    await world.database.ownerPool.query(name!.replace(/simulator:acct_[0-9a-f]{24}/, account));
    await lost.setIncarnation('noticed');
    expect((await world.acme.charge({}, { key: 'k-named' })).status).toBe(202);
    const { rows } = await world.database.ownerPool.query<Record<string, unknown>>(show!);
    expect(rows).toContainEqual({
      ...{ operation_id: (await traces('k-named')).id, charge_id: (await traces('k-named')).chargeId },
      ...{ kind: 'charge.create', state: 'unknown', provider_account: await world.provider.account() },
      withheld_because: expect.stringContaining(account),
    });
  });
});

describe('a provider that keeps no keys for long', () => {
  it('is not sent a charge again whose rows were lost', async () => {
    const key = 'k-no-keys';
    await world.provider.control({ key_mode: { mode: 'ignore' } });
    const { body } = await world.acme.charge({ amount: 4200 }, { key });
    await lost.lose(await traces(key), null);
    await lost.setIncarnation('new');
    expect((await world.acme.charge({ amount: 4200 }, { key })).status).toBe(202);
    await world.provider.control({});
    expect(await world.provider.effectsOf(String(body.id))).toHaveLength(1);
  });

  it('is not sent what it may have forgotten, by its claim or by whoever takes it up', async () => {
    const key = 'k-forgotten';
    await world.provider.control({ key_mode: { mode: 'forget_after', window_ms: (DAY_MS / 24) * 13 } });
    await ask(world.instances[0]!);
    await lost.setIncarnation('14 h ago');
    expect((await world.acme.charge({}, { key })).status).toBe(202);
    expect(await ours!.resolve(key)).toBe('unsettled');
    expect(await world.provider.effectsOf((await traces(key)).chargeId)).toEqual([]);
  });

  it('is not sent a refund again whose rows were lost', async () => {
    const key = 'k-no-keys-refund';
    const { body } = await world.acme.charge({ amount: 1_000 });
    const before = await lost.chargeNow(String(body.id));
    await world.provider.control({ key_mode: { mode: 'ignore' } });
    await ask(world.instances[0]!);
    const refund = () => world.acme.refund(body.id, { amount: 300 }, { key });
    expect((await refund()).status).toBe(201);
    await lost.lose(await traces(key), before);
    await lost.setIncarnation('noticed');
    expect((await refund()).status).toBe(202);
    // By what the claim has found out, whatever is declared when somebody takes it up.
    await world.provider.control({});
    await ask(world.instances[0]!);
    expect(await ours!.resolve(key)).toBe('completed');
    expect(
      (await world.provider.effectsOf(String(body.id))).filter(({ operation }) => operation === 'refund'),
    ).toHaveLength(1);
  });
});

describe('an operation that went back to RECEIVED before the database was replaced', () => {
  it('is unknown, and not given back, where it is kept away from its account', async () => {
    const key = 'k-kept-away';
    const chargeId = await receiveAndLose(key);
    await lost.setIncarnation('noticed');
    expect((await world.acme.charge({}, { key, url: elsewhere.url })).status).toBe(202);
    expect(await traces(key)).toMatchObject({ state: 'unknown', key: { state: 'PROCESSING', unsettled: 'unknown' } });
    expect(await ours!.resolve(key)).toBe('completed');
    expect(await world.provider.effectsOf(chargeId)).toHaveLength(1);
  });

  it('is not given up as never begun: whoever can asks its provider first', async () => {
    const key = 'k-not-abandoned';
    const chargeId = await receiveAndLose(key);
    await lost.setIncarnation('noticed');
    await lost.unseen(key, DAY_MS);
    await abandon(elsewhere);
    expect((await traces(key)).key.state).toBe('RECEIVED');
    await abandon(world.instances[0]!);
    expect(await ours!.resume(key)).toBe('completed');
    expect(await traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
    expect(await world.provider.effectsOf(chargeId)).toHaveLength(1);
  });

  it('waits while the provider can not tell, and is given up once it denies it', async () => {
    const key = 'k-denied';
    await world.provider.addFault({ kind: 'refuse_before_effect', status: 503, times: 1 });
    expect((await world.acme.charge({}, { key })).status).toBe(503);
    await lost.setIncarnation('noticed');
    await lost.unseen(key, DAY_MS);
    await world.provider.control({ faults: [{ kind: 'find_inconclusive' }] });
    await abandon(world.instances[0]!);
    expect((await traces(key)).key.state).toBe('RECEIVED');
    await world.provider.control({});
    await abandon(world.instances[0]!);
    expect(await traces(key)).toMatchObject({ state: 'failed', key: { state: 'FAILED' } });
  });
});

describe('what can not be begun here while claims may be lost', () => {
  it.each(['first', 'noticed'] as const)('is told without a word about money in doubt only (%s)', async (moment) => {
    const { body } = await world.acme.charge({ capture: false });
    await lost.setIncarnation(moment);
    const code = moment === 'first' ? 'provider_unavailable' : 'service_unavailable';
    const before = await world.stored();
    const change = await world.acme.capture(body.id, undefined, { url: elsewhere.url });
    expect(change).toMatchObject({ status: 503, body: { code, retryable: true } });
    gate.target = other.url;
    await ask(world.instances[0]!);
    const charge = await world.acme.charge();
    expect(charge).toMatchObject({ status: 503, body: { code, retryable: true } });
    expect(charge.text.includes('Nothing was charged')).toBe(moment === 'first');
    expect(await world.stored()).toEqual(before);
  });
});
