import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT, InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

describe('a provider key', () => {
  it('is executed once: a resend gets the same bytes and is marked', async () => {
    const first = await simulator.post('/v1/payments', 'k', { ...SALE, metadata: { charge_id: 'ch_1', order: 7 } });
    const again = await simulator.post('/v1/payments', 'k', { ...SALE, metadata: { order: 7, charge_id: 'ch_1' } });
    expect(first.statusCode).toBe(201);
    expect(first.json()).toEqual({
      id: 'pay_1',
      status: 'captured',
      amount_minor: '1099',
      currency: 'USD',
      effect_id: 'eff_1',
      provider_key: 'k',
      account: ACCOUNT,
    });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({
      effects: { captured: 1 },
      replays_served: 1,
      requests_seen: 2,
    });
  });

  it('is executed once for 20 requests at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => simulator.post('/v1/payments', 'k', SALE)));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(19);
    expect((await simulator.read('/v1/effects')).data).toMatchObject([{ provider_key: 'k', requests_seen: 20 }]);
  });

  it('with another request is refused and moves nothing', async () => {
    await simulator.post('/v1/payments', 'k', SALE);
    const reused = await simulator.post('/v1/payments', 'k', { ...SALE, amount_minor: '1098' });
    expect([reused.statusCode, reused.json().code]).toEqual([422, 'idempotency_key_reused']);
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({ effects: { captured: 1 }, keys_reused: 1 });
  });

  it.each([
    ['/v1/payments', 'k', { ...SALE, capture: false }],
    ['/v1/payments/pay_1/capture', 'k2', { amount_minor: '1' }],
    ['/v1/payments/pay_1/cancel', 'k2', {}],
  ])('with other metadata at %s is refused and moves nothing', async (path, key, payload) => {
    await simulator.post('/v1/payments', 'k', { ...SALE, capture: false, metadata: { attempt: 1 } });
    if (key !== 'k') await simulator.post(path, key, { ...payload, metadata: { attempt: 1 } });
    const before = (await simulator.read('/v1/effects')).data.length;
    const reused = await simulator.post(path, key, { ...payload, metadata: { attempt: 2 } });
    expect([reused.statusCode, reused.json().code]).toEqual([422, 'idempotency_key_reused']);
    expect((await simulator.post(path, key, payload)).statusCode).toBe(422);
    expect((await simulator.read('/v1/effects')).data).toHaveLength(before);
  });

  it('of a declined card is replayed as declined', async () => {
    const declined = { ...SALE, source: 'tok_declined' };
    await simulator.post('/v1/payments', 'k', declined);
    const again = await simulator.post('/v1/payments', 'k', declined);
    expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([402, 'true']);
    expect(await simulator.read('/v1/requests/k')).toMatchObject({
      outcome: 'found',
      http_status: 402,
      effect: null,
      requests_seen: 2,
    });
    expect((await simulator.read('/v1/effects')).data).toEqual([]);
  });

  it.each([
    [undefined, 'idempotency_key_missing'],
    ['', 'idempotency_key_invalid'],
    ['two words', 'idempotency_key_invalid'],
    ['x'.repeat(256), 'idempotency_key_invalid'],
  ])('%j is a 400', async (key, code) => {
    const answer = await simulator.post('/v1/payments', key, SALE);
    expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({ requests_seen: 0 });
  });
});

describe('a request that cannot be understood', () => {
  it.each([
    [{ ...SALE, amount_minor: 1099 }, 'amount_minor: must be a string of minor units'],
    [{ ...SALE, amount_minor: '0' }, 'amount_minor: must be a positive whole number'],
    [{ ...SALE, amount_minor: '10.5' }, 'amount_minor: must be a positive whole number'],
    [{ ...SALE, currency: 'usd' }, 'currency: must be three capital letters'],
    [{ ...SALE, capture: 'yes' }, 'capture: '],
    [{ ...SALE, refund: true }, 'Unrecognized key: "refund"'],
    [{ ...SALE, metadata: { nested: {} } }, 'metadata.nested: '],
    ['{"amount_minor', 'not valid JSON'],
  ])('such as %j is refused with the reason, counted, and burns no key', async (payload, reason) => {
    const answer = await simulator.post('/v1/payments', 'k', payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(reason) });
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'absent', requests_seen: 1 });
    expect((await simulator.post('/v1/payments', 'k', SALE)).statusCode).toBe(201);
  });

  it('because it is too large is refused', async () => {
    expect(
      (await simulator.post('/v1/payments', 'k', JSON.stringify({ ...SALE, pad: 'x'.repeat(70_000) }))).statusCode,
    ).toBe(413);
  });
});

describe('a behaviour', () => {
  it('that interrupts before the effect moves nothing and burns no key', async () => {
    await simulator.setFault('before');
    expect((await simulator.post('/v1/payments', 'k', SALE)).statusCode).toBe(503);
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({
      effects: { captured: 0 },
      interrupted_requests: 1,
    });
    await simulator.setFault('none');
    expect((await simulator.post('/v1/payments', 'k', SALE)).statusCode).toBe(201);
  });

  it('that interrupts after the effect loses the answer only: the resend replays it', async () => {
    await simulator.setFault('after');
    await expect(simulator.post('/v1/payments', 'k', SALE)).rejects.toThrow();
    await simulator.setFault('none');
    const again = await simulator.post('/v1/payments', 'k', SALE);
    expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(await simulator.read('/v1/effects/summary')).toMatchObject({ effects: { captured: 1 } });
  });
});

it('carries a payment through authorization, capture and refunds, each under a key of its own', async () => {
  await simulator.post('/v1/payments', 'k1', { ...SALE, capture: false });
  await simulator.post('/v1/payments/pay_1/capture', 'k2', { amount_minor: '1000' });
  await simulator.post('/v1/payments/pay_1/refunds', 'k3', { amount_minor: '400' });
  const tooMuch = await simulator.post('/v1/payments/pay_1/refunds', 'k4', { amount_minor: '601' });
  expect([tooMuch.statusCode, tooMuch.json()]).toMatchObject([
    422,
    { code: 'amount_too_large', amount_left_minor: '600' },
  ]);
  await simulator.post('/v1/payments', 'k5', { ...SALE, capture: false });
  const canceled = await simulator.app.inject({
    method: 'POST',
    url: '/v1/payments/pay_2/cancel',
    headers: { 'idempotency-key': 'k6' },
  });
  expect(canceled.statusCode).toBe(200);
  expect((await simulator.read('/v1/effects')).data).toMatchObject([
    { provider_key: 'k1', operation: 'authorize', effect: 'authorized', payment_id: 'pay_1', amount_minor: '1099' },
    { provider_key: 'k2', operation: 'capture', effect: 'captured', payment_id: 'pay_1', amount_minor: '1000' },
    { provider_key: 'k3', operation: 'refund', effect: 'refunded', payment_id: 'pay_1', amount_minor: '400' },
    { provider_key: 'k5', operation: 'authorize', effect: 'authorized', payment_id: 'pay_2', amount_minor: '1099' },
    { provider_key: 'k6', operation: 'cancel', effect: 'canceled', payment_id: 'pay_2', amount_minor: '1099' },
  ]);
});

it('two refunds at the same time never pass the capture', async () => {
  await simulator.post('/v1/payments', 'k1', SALE);
  const refund = (key: string) => simulator.post('/v1/payments/pay_1/refunds', key, { amount_minor: '600' });
  const answers = await Promise.all([refund('k2'), refund('k3')]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 422]);
});
