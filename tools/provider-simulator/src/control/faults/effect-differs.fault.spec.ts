import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySimulator } from '../../../test/in-memory-simulator.ts';
import { SALE } from '../../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const differ = (fields: object) => simulator.control({ faults: [{ kind: 'effect_differs', ...fields }] });
const sell = (capture = true) => simulator.post('/v1/payments', 'k1', { ...SALE, capture });
const change = (action: string, payload: object = { amount_minor: '400' }) =>
  simulator.post(`/v1/payments/pay_1/${action}`, 'k2', payload);
const effectOf = async (key: string) => (await simulator.read(`/v1/effects?provider_key=${key}`)).data[0];
const bitten = async () =>
  (await simulator.get('/control/faults')).json<{ data: { bitten: number }[] }>().data.map((fault) => fault.bitten);

describe('a sale whose effect differs', () => {
  it.each([
    [{}, { amount_minor: '1100', currency: 'USD' }],
    [{ amount_delta_minor: '-99' }, { amount_minor: '1000', currency: 'USD' }],
    [{ currency: 'EUR' }, { amount_minor: '1099', currency: 'EUR' }],
    [
      { amount_delta_minor: '1', currency: 'EUR' },
      { amount_minor: '1100', currency: 'EUR' },
    ],
  ])('by %j is answered, replayed, found, looked up and recorded as what was really done', async (fields, done) => {
    await differ({ ...fields, times: 1 });
    const answer = await sell();
    expect([answer.statusCode, answer.json()]).toMatchObject([201, { status: 'captured', ...done }]);
    expect((await sell()).body).toBe(answer.body);
    expect(await simulator.read('/v1/requests/k1')).toMatchObject({ outcome: 'found', body: answer.json() });
    expect(await simulator.read('/v1/payments/pay_1')).toMatchObject({ ...done, effects: [done] });
    expect(await effectOf('k1')).toMatchObject({ ...done, differs: true, told_provider_key: 'k1' });
    const summary = await simulator.read('/v1/effects/summary');
    expect(summary).toMatchObject({ amounts_minor: { [done.currency]: { captured: done.amount_minor } } });
    expect(await bitten()).toEqual([1]);
  });

  it("by a foreign key names it in the answer, and in all that repeats the answer; the record knows the caller's", async () => {
    await differ({ foreign_key: true, times: 1 });
    const answer = (await sell()).json<{ provider_key: string }>();
    expect(answer.provider_key).toMatch(/^foreign_[0-9a-f]{24}$/);
    expect(answer).toMatchObject({ amount_minor: '1099', currency: 'USD' });
    const told = { provider_key: answer.provider_key };
    expect(await simulator.read('/v1/requests/k1')).toMatchObject({ provider_key: 'k1', body: told });
    expect(await simulator.read('/v1/payments/pay_1')).toMatchObject({ ...told, effects: [told] });
    expect(await effectOf('k1')).toMatchObject({
      provider_key: 'k1',
      differs: true,
      told_provider_key: answer.provider_key,
    });
    expect((await simulator.get(`/v1/requests/${answer.provider_key}`)).statusCode).toBe(404);
  });
});

describe('an effect that differs', () => {
  it.each([
    ['capture', false, { amount_captured_minor: '399', amount_minor: '1099' }],
    ['refunds', true, { amount_minor: '399' }],
  ])('in the amount of a %s moves that amount', async (action, isCaptured, told) => {
    await sell(isCaptured);
    await differ({ amount_delta_minor: '-1' });
    expect((await change(action)).json()).toMatchObject(told);
    expect(await effectOf('k2')).toMatchObject({ amount_minor: '399', currency: 'USD' });
  });

  it('in a cancel says what it released', async () => {
    await sell(false);
    await differ({ amount_delta_minor: '-1' });
    expect((await change('cancel', {})).json()).toMatchObject({ status: 'canceled', amount_minor: '1098' });
    expect(await effectOf('k2')).toMatchObject({ amount_minor: '1098' });
  });

  it.each([
    ['capture', false, { amount_delta_minor: '1' }],
    ['refunds', true, { amount_delta_minor: '1' }],
    ['refunds', true, { amount_delta_minor: '-1099' }],
    ['refunds', true, { currency: 'USD' }],
    ['cancel', false, { amount_delta_minor: '1' }],
  ])('that the payment of a %s cannot carry, or that is none, is not done and has not bitten', async (...row) => {
    const [action, isCaptured, fields] = row;
    await sell(isCaptured);
    await differ(fields);
    const payload = action === 'cancel' ? {} : { amount_minor: '1099' };
    expect((await change(action, payload)).statusCode).toBeLessThan(300);
    expect(await effectOf('k2')).toMatchObject({ amount_minor: '1099', currency: 'USD', differs: false });
    expect(await bitten()).toEqual([0]);
  });

  it('bites no decline, and only what it is meant for', async () => {
    await differ({ operations: ['sale'], source: 'tok_visa' });
    const declined = await simulator.post('/v1/payments', 'k9', { ...SALE, source: 'tok_declined' });
    expect([declined.statusCode, await bitten()]).toEqual([402, [0]]);
    await sell(false);
    expect([await effectOf('k1'), await bitten()]).toMatchObject([{ amount_minor: '1099' }, [0]]);
  });

  it('leaves to the next fault what comes after the effect', async () => {
    await simulator.control({ faults: [{ kind: 'effect_differs' }, { kind: 'effect_then_drop', times: 1 }] });
    await expect(sell()).rejects.toThrow();
    expect((await sell()).json()).toMatchObject({ amount_minor: '1100' });
    expect(await bitten()).toEqual([1, 1]);
  });
});
