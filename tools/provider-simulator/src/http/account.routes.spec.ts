import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT, InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const OTHER = { 'provider-account': `acct_${'b2'.repeat(12)}` };

const WINDOWS = [
  [{ mode: 'honour' }, 86_400_000],
  [{ mode: 'forget_after', window_ms: 1_500 }, 1_500],
  [{ mode: 'ignore' }, 0],
] as const;

describe('the account', () => {
  it.each(WINDOWS)('is told with the key window that %j declares', async (keyMode, windowMs) => {
    await simulator.control({ key_mode: keyMode });
    const answer = await simulator.get('/v1/account');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { account: ACCOUNT, key_mode: keyMode.mode, key_window_ms: windowMs },
    ]);
  });

  it('is in every answer to a request that moves money, refusals included', async () => {
    const answers = [
      await simulator.post('/v1/payments', 'k1', SALE),
      await simulator.post('/v1/payments', 'k1', SALE),
      await simulator.post('/v1/payments', 'k1', { ...SALE, amount_minor: '1' }),
      await simulator.post('/v1/payments', 'k2', { ...SALE, source: 'tok_declined' }),
      await simulator.post('/v1/payments/pay_1/capture', 'k3', { amount_minor: '1' }),
      await simulator.post('/v1/payments/pay_9/cancel', 'k4', {}),
      await simulator.post('/v1/payments', 'k5', '{'),
      await simulator.post('/v1/payments', undefined, SALE),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 422, 402, 422, 404, 400, 400]);
    expect(answers.map((answer) => answer.json().account)).toEqual(answers.map(() => ACCOUNT));
  });

  it('is in every row of the record, and in the answers that the record keeps', async () => {
    await simulator.post('/v1/payments', 'k1', SALE);
    await simulator.post('/v1/payments', 'k2', { ...SALE, source: 'tok_declined' });
    expect((await simulator.read('/v1/effects')).data).toMatchObject([{ account: ACCOUNT }]);
    const row = { account: ACCOUNT, body: { account: ACCOUNT } };
    expect((await simulator.read('/v1/requests')).data).toMatchObject([row, row]);
  });
});

describe.each(WINDOWS)('a lookup of a provider with %j', (keyMode, windowMs) => {
  const declared = { account: ACCOUNT, key_window_ms: windowMs };

  it('tells the account and the window with what it found, and with what is absent', async () => {
    await simulator.post('/v1/payments', 'k', SALE);
    await simulator.control({ key_mode: keyMode });
    expect(await simulator.read('/v1/requests/k')).toMatchObject(declared);
    expect(await simulator.read('/v1/requests/other')).toMatchObject({ outcome: 'absent', ...declared });
  });

  it('tells them with an inconclusive answer, too', async () => {
    await simulator.control({ key_mode: keyMode, faults: [{ kind: 'find_inconclusive' }] });
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'inconclusive', ...declared });
  });
});

it('tells the window that was in force when a key was absent, not the one when the answer leaves', async () => {
  const [syncing, disk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await simulator.control({ key_mode: { mode: 'ignore' } });
  simulator.sync = () => {
    syncing.resolve();
    return disk.promise;
  };
  const pending = simulator.post('/v1/payments', 'k', SALE).then(() => undefined);
  await syncing.promise;
  const lookup = simulator.get('/v1/requests/k').then((answer) => answer.json());
  // Answered only when the lookup has been taken, too: requests are handled in their order.
  await simulator.get('/v1/account');
  await simulator.control({});
  disk.resolve();
  expect(await lookup).toMatchObject({ outcome: 'absent', key_window_ms: 0 });
  await pending;
});

describe('a caller that names another account', () => {
  it.each([
    ['/v1/payments', SALE],
    ['/v1/payments/pay_1/capture', { amount_minor: '1' }],
    ['/v1/payments/pay_1/refunds', { amount_minor: '1' }],
    ['/v1/payments/pay_1/cancel', {}],
    ['/v1/payments', '{'],
  ])('is refused at %s %j before anything happens, and nothing is counted', async (path, payload) => {
    await simulator.post('/v1/payments', 'k1', { ...SALE, capture: false });
    await simulator.control({ faults: [{ kind: 'effect_then_drop' }] });
    const answer = await simulator.post(path, 'k2', payload, OTHER);
    expect([answer.statusCode, answer.json()]).toEqual([
      421,
      { code: 'account_mismatch', message: expect.any(String), account: ACCOUNT },
    ]);
    expect(await simulator.read('/v1/requests/k2')).toMatchObject({ outcome: 'absent', requests_seen: 0 });
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({ requests_seen: 1 });
    expect(await simulator.read('/control/faults')).toMatchObject({ data: [{ bitten: 0 }] });
  });

  it('is told nothing of a key, whether it was found or not', async () => {
    await simulator.post('/v1/payments', 'k', SALE);
    const answers = [await simulator.get('/v1/requests/k', OTHER), await simulator.get('/v1/requests/nobody', OTHER)];
    expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
      [421, 'account_mismatch'],
      [421, 'account_mismatch'],
    ]);
  });

  it.each(['', 'acct_', ACCOUNT.toUpperCase(), `${ACCOUNT}, ${ACCOUNT}`])('such as %j is refused', async (account) => {
    const answer = await simulator.post('/v1/payments', 'k', SALE, { 'provider-account': account });
    expect(answer.statusCode).toBe(421);
  });
});

it('serves a caller that names its account, and one that names none', async () => {
  const named = { 'provider-account': ACCOUNT };
  expect((await simulator.post('/v1/payments', 'k', SALE, named)).statusCode).toBe(201);
  expect((await simulator.get('/v1/requests/k', named)).statusCode).toBe(200);
  expect((await simulator.get('/v1/requests/k')).statusCode).toBe(200);
});
