import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { ChargeApiWorld } from './charge-api-world.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

const TIMES = { ANSWER_DEADLINE_MS: '200', CLIENT_ATTEMPT_TIMEOUT_MS: '400', LEASE_MS: '600' };

let world: ChargeApiWorld;
let sweeps: SweepsByHand;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ env: { ...TIMES, PROVIDER_TIMEOUT_MS: '2500' } });
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterEach(() => world.provider.setLatency(0));
afterAll(() => world.stop());

const attemptsOf = async (key: string) => (await world.acme.get(`/v1/idempotency-keys/${key}`)).body.attempts;

describe('a provider that is slow', () => {
  it('gets the caller a 202 at the deadline, and the same key the stored answer later', async () => {
    await world.provider.setLatency(1_500);
    const accepted = await world.acme.charge({}, { key: 'k-slow' });
    expect(accepted).toMatchObject({ status: 202, body: { status: 'pending', amount_captured: 0 } });
    expect(accepted.headers.get('location')).toBe(`/v1/charges/${String(accepted.body.id)}`);
    expect(accepted.headers.get('retry-after')).toBe('1');
    expect(accepted.headers.has('idempotent-replayed')).toBe(false);

    const busy = await world.acme.charge({}, { key: 'k-slow' });
    expect(busy).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use', retryable: true } });
    expect(busy.headers.get('should-retry')).toBe('true');
    expect(busy.headers.get('retry-after')).toBe('1');

    const waited = await world.acme.charge({}, { key: 'k-slow', headers: { prefer: 'wait=9' } });
    expect(waited).toMatchObject({ status: 201, body: { id: accepted.body.id, status: 'captured' } });
    expect(waited.headers.get('preference-applied')).toBe('wait=9');
    expect(waited.headers.get('idempotent-replayed')).toBe('true');
    expect((await world.acme.charge({}, { key: 'k-slow' })).text).toBe(waited.text);
    expect(await world.provider.effectsOf(String(accepted.body.id))).toHaveLength(1);
  });

  it('keeps its worker in charge: the lease is renewed while the call runs', async () => {
    await world.provider.setLatency(2_000);
    await world.acme.charge({}, { key: 'k-renewed' });
    // More than three leases long, so that without renewal somebody would have taken it over.
    const answers = await eventually('the end of the call', async () => {
      const answer = await world.acme.charge({}, { key: 'k-renewed' });
      if (answer.status === 409) return undefined;
      return answer;
    });
    expect(answers.status).toBe(201);
    expect(await attemptsOf('k-renewed')).toBe(1);
  });

  it('is waited for no longer than was preferred', async () => {
    await world.provider.setLatency(2_400);
    await world.acme.charge({}, { key: 'k-patience' });
    const startedAt = performance.now();
    const waited = await world.acme.charge({}, { key: 'k-patience', headers: { prefer: 'wait=1' } });
    expect(waited).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  it('answers a refund in the same way', async () => {
    const charge = await world.acme.charge({ amount: 1_000 });
    await world.provider.setLatency(1_000);
    const accepted = await world.acme.refund(charge.body.id, { amount: 400 }, { key: 'k-slow-refund' });
    expect(accepted).toMatchObject({ status: 202, body: { id: charge.body.id, status: 'captured' } });
    expect(accepted.headers.get('location')).toBe(`/v1/charges/${String(charge.body.id)}`);
    // Reserved while it is open: nobody else may promise the same money.
    const over = await world.acme.refund(charge.body.id, { amount: 601 });
    expect(over).toMatchObject({ status: 409, body: { code: 'charge_busy', retryable: true } });
    const options = { key: 'k-slow-refund', headers: { prefer: 'wait=9' } };
    const done = await world.acme.refund(charge.body.id, { amount: 400 }, options);
    expect(done).toMatchObject({ status: 201, body: { status: 'succeeded', amount: 400 } });
  });

  it('makes a pending charge that can not be refunded yet, which is not final', async () => {
    await world.provider.setLatency(1_000);
    const accepted = await world.acme.charge({}, { key: 'k-pending' });
    const refund = await world.acme.refund(accepted.body.id, {}, { key: 'k-too-soon' });
    expect(refund).toMatchObject({ status: 409, body: { code: 'charge_busy', retryable: true } });
    expect((await world.acme.get('/v1/idempotency-keys/k-too-soon')).status).toBe(404);
    expect((await world.acme.charge({}, { key: 'k-pending', headers: { prefer: 'wait=9' } })).status).toBe(201);
  });
});

describe('a provider that acts after we gave up on it', () => {
  it('makes an unknown charge, which every caller gets as a 202, and is found to have acted without any of them', async () => {
    await world.provider.setLatency(3_500);
    const accepted = await world.acme.charge({}, { key: 'k-late' });
    expect(accepted).toMatchObject({ status: 202, body: { status: 'pending' } });
    const unknown = await eventually('the end of our patience with the provider', async () => {
      const answer = await world.acme.charge({}, { key: 'k-late' });
      expect([202, 409]).toContain(answer.status);
      return answer.status === 202 ? answer : undefined;
    });
    expect(unknown.body).toMatchObject({ id: accepted.body.id, status: 'unknown', amount_captured: 0 });
    // The provider is still at it: that is not a no, and nothing is sent again.
    expect(await sweeps.resolve('k-late')).toBe('unsettled');
    const effects = () => world.provider.effectsOf(String(accepted.body.id));
    await eventually('the effect', async () => (await effects()).length > 0);
    expect(await sweeps.resolve('k-late')).toBe('completed');
    const done = await world.acme.charge({}, { key: 'k-late' });
    expect(done).toMatchObject({ status: 201, body: { id: accepted.body.id, status: 'captured' } });
    expect(done.headers.get('idempotent-replayed')).toBe('true');
    expect(await effects()).toEqual([expect.objectContaining({ requests_seen: 1 })]);
  });
});
