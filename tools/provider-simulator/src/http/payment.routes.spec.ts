import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT, InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const authorize = (metadata: object = {}) =>
  simulator.post('/v1/payments', 'k1', { ...SALE, capture: false, metadata });
const capture = (amount_minor: string) => simulator.post('/v1/payments/pay_1/capture', 'k2', { amount_minor });
const refund = (key: string, amount_minor: string) =>
  simulator.post('/v1/payments/pay_1/refunds', key, { amount_minor });

describe('a payment that is looked up', () => {
  it('is told with its sums and with every effect under the key that made it', async () => {
    await authorize({ charge_id: 'ch_1' });
    await capture('1000');
    await refund('k3', '400');
    await refund('k4', '601');
    simulator.nowMs += 1_000;
    await refund('k5', '600');
    const about = { currency: 'USD', refund_id: null, recorded_at: '2026-01-01T00:00:00.000Z' };
    const answer = await simulator.get('/v1/payments/pay_1');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        account: ACCOUNT,
        id: 'pay_1',
        status: 'refunded',
        amount_minor: '1099',
        amount_captured_minor: '1000',
        amount_refunded_minor: '1000',
        currency: 'USD',
        provider_key: 'k1',
        metadata: { charge_id: 'ch_1' },
        effects: [
          {
            ...about,
            ...{ effect_id: 'eff_1', operation: 'authorize', effect: 'authorized' },
            ...{ amount_minor: '1099', provider_key: 'k1' },
          },
          {
            ...about,
            ...{ effect_id: 'eff_2', operation: 'capture', effect: 'captured' },
            ...{ amount_minor: '1000', provider_key: 'k2' },
          },
          {
            ...about,
            ...{ effect_id: 'eff_3', operation: 'refund', effect: 'refunded' },
            ...{ amount_minor: '400', provider_key: 'k3', refund_id: 're_1' },
          },
          {
            ...about,
            ...{ effect_id: 'eff_4', operation: 'refund', effect: 'refunded' },
            ...{ amount_minor: '600', provider_key: 'k5', refund_id: 're_3' },
            recorded_at: '2026-01-01T00:00:01.000Z',
          },
        ],
      },
    ]);
  });

  it.each([
    ['authorized', async () => undefined],
    ['captured', () => capture('1099')],
    ['canceled', () => simulator.post('/v1/payments/pay_1/cancel', 'k2', {})],
    ['partially_refunded', () => capture('1099').then(() => refund('k3', '1'))],
  ])('is told to be %s when it is', async (status, change) => {
    await authorize();
    await change();
    expect(await simulator.read('/v1/payments/pay_1')).toMatchObject({ status });
  });

  it('is not found where nobody made it', async () => {
    await simulator.post('/v1/payments', 'k', { ...SALE, source: 'tok_declined' });
    const answer = await simulator.get('/v1/payments/pay_1');
    expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'payment_not_found', account: ACCOUNT }]);
  });

  it('is told to nobody who names another account', async () => {
    await authorize();
    const answer = await simulator.get('/v1/payments/pay_1', { 'provider-account': 'acct_of_somebody_else' });
    expect([answer.statusCode, answer.json().code]).toEqual([421, 'account_mismatch']);
  });

  it('is told when it is durable, and not before', async () => {
    const [syncing, disk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    simulator.sync = () => {
      syncing.resolve();
      return disk.promise;
    };
    const log: string[] = [];
    const paying = authorize().then(() => log.push('paid'));
    await syncing.promise;
    const looking = simulator.get('/v1/payments/pay_1').then(({ statusCode }) => log.push(`told ${statusCode}`));
    await simulator.get('/v1/account');
    log.push('synced');
    disk.resolve();
    await Promise.all([paying, looking]);
    expect(log).toEqual(['synced', expect.any(String), expect.any(String)]);
    expect(log).toContain('told 200');
  });
});

describe('an effect', () => {
  it('has an id of its own, the same in its answer, its replay, the lookup and the record', async () => {
    const answer = await simulator.post('/v1/payments', 'k1', SALE);
    await simulator.post('/v1/payments', 'k2', SALE);
    expect(answer.json()).toMatchObject({ effect_id: 'eff_1' });
    expect((await simulator.post('/v1/payments', 'k1', SALE)).json()).toMatchObject({ effect_id: 'eff_1' });
    expect(await simulator.read('/v1/requests/k1')).toMatchObject({ effect_id: 'eff_1', body: { effect_id: 'eff_1' } });
    const ids = [{ effect_id: 'eff_1' }, { effect_id: 'eff_2' }];
    expect((await simulator.read('/v1/effects')).data).toMatchObject(ids);
    expect((await simulator.read('/v1/requests')).data).toMatchObject(ids);
  });

  it('under a key that is ignored gets another id each time', async () => {
    await simulator.control({ key_mode: { mode: 'ignore' } });
    for (let count = 1; count <= 3; count += 1) await simulator.post('/v1/payments', 'k', SALE);
    expect((await simulator.read('/v1/effects?provider_key=k')).data).toMatchObject([
      { effect_id: 'eff_1' },
      { effect_id: 'eff_2' },
      { effect_id: 'eff_3' },
    ]);
  });

  it.each([
    ['capture', { amount_minor: '1' }],
    ['refunds', { amount_minor: '1' }],
    ['cancel', {}],
  ])('of a %s has its id in the answer', async (action, payload) => {
    await simulator.post('/v1/payments', 'k1', { ...SALE, capture: action === 'refunds' });
    const answer = await simulator.post(`/v1/payments/pay_1/${action}`, 'k2', payload);
    expect(answer.json()).toMatchObject({ effect_id: 'eff_2', currency: 'USD', provider_key: 'k2' });
  });

  it('is not claimed by an answer that moved no money', async () => {
    const declined = await simulator.post('/v1/payments', 'k', { ...SALE, source: 'tok_declined' });
    expect(declined.json()).not.toHaveProperty('effect_id');
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ effect: null, effect_id: null });
  });
});
