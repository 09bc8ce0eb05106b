import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InMemorySimulator } from '../../../test/in-memory-simulator.ts';
import { SALE } from '../../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

const spoil = (fields: object) =>
  simulator.control({ faults: [{ kind: 'effect_then_unreadable', times: 1, ...fields }] });

const UNREADABLE = [
  ['empty', 'application/json', /^$/],
  ['html', 'text/html', /^<!doctype html>/],
  ['cut', 'application/json', /^\{"id":"pay_[^}]*$/],
  ['json', 'application/json', /^\{"status":"ok"\}$/],
] as const;

describe.each(UNREADABLE)('an answer with the body %s', (body, type, text) => {
  it('is a success that says nothing of the effect that was kept; the resend gets the real one', async () => {
    await spoil({ body });
    const answer = await simulator.post('/v1/payments', 'k', SALE);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      201,
      expect.stringContaining(type),
      expect.stringMatching(text),
    ]);
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'found', effect: 'captured' });
    const again = await simulator.post('/v1/payments', 'k', SALE);
    expect([again.headers['idempotent-replayed'], again.json().id]).toEqual(['true', 'pay_1']);
    expect((await simulator.read('/v1/effects')).data).toHaveLength(1);
  });

  it('is what a lookup gets, where it is meant for lookups', async () => {
    await simulator.post('/v1/payments', 'k', SALE);
    await spoil({ body, operations: ['find'] });
    const answer = await simulator.get('/v1/requests/k');
    expect([answer.statusCode, answer.body]).toEqual([200, expect.stringMatching(text)]);
  });
});

it.each([
  ['authorize', '/v1/payments', { ...SALE, capture: false }, 201],
  ['capture', '/v1/payments/pay_1/capture', { amount_minor: '1' }, 200],
  ['refund', '/v1/payments/pay_2/refunds', { amount_minor: '1' }, 201],
  ['cancel', '/v1/payments/pay_1/cancel', {}, 200],
])('%s has its own status, and the effect is kept', async (operation, path, payload, status) => {
  await simulator.post('/v1/payments', 'k1', { ...SALE, capture: false });
  await simulator.post('/v1/payments', 'k2', SALE);
  await spoil({ operations: [operation] });
  const answer = await simulator.post(path, 'k3', payload);
  expect([answer.statusCode, answer.body]).toEqual([status, '']);
  expect((await simulator.read('/v1/effects?provider_key=k3')).data).toMatchObject([{ operation }]);
});
