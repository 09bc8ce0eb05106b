import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { AbandonOperations } from '../src/sweeps/abandon-operations.ts';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrape } from './exposition.ts';
import { readTraces } from './operation-traces.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

const ABANDON_AFTER_MS = 60_000;

let world: ChargeApiWorld;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ instances: 2, env: { ABANDON_AFTER_MS: String(ABANDON_AFTER_MS) } });
  for (const instance of world.instances) await SweepsByHand.takeOver(instance, world.database.ownerPool);
});
afterEach(() => world.provider.control({}));
afterAll(() => world.stop());

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const abandon = () => Promise.all(world.instances.map(({ app }) => app.get(AbandonOperations).run()));

/** Nobody has asked for the key for so long. */
const notSeenFor = (key: string, ms: number) =>
  world.database.ownerPool.query(
    `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - $2::bigint * interval '1 millisecond'
     WHERE idempotency_key = $1`,
    [key, ms],
  );

const INTENTS = {
  charge: () => Promise.resolve((key: string) => world.acme.charge({ reference: key }, { key })),
  capture: async () => {
    const { body } = await world.acme.charge({ amount: 1_000, capture: false });
    return (key: string) => world.acme.capture(body.id, undefined, { key });
  },
  cancel: async () => {
    const { body } = await world.acme.charge({ amount: 1_000, capture: false });
    return (key: string) => world.acme.cancel(body.id, { key });
  },
  refund: async () => {
    const { body } = await world.acme.charge({ amount: 1_000 });
    return (key: string) => world.acme.refund(body.id, { amount: 400 }, { key });
  },
};
const KINDS = ['charge', 'capture', 'cancel', 'refund'] as const;
type Send = (key: string) => Promise<Answer>;

/** An operation that was accepted and certainly never reached the provider. */
const receive = async (kind: (typeof KINDS)[number], key: string): Promise<Send> => {
  const send = await INTENTS[kind]();
  await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
  expect(await send(key)).toMatchObject({ status: 503, body: { code: 'provider_unavailable', retryable: true } });
  expect((await traces(key)).key).toMatchObject({ state: 'RECEIVED' });
  return send;
};

const LEFT = {
  charge: { charge: { status: 'failed' }, events: ['payments.charge.failed.v1'] },
  capture: { charge: { status: 'authorized' }, events: [] },
  cancel: { charge: { status: 'authorized' }, events: [] },
  refund: { charge: { status: 'captured', reservedMinor: 0 }, events: [] },
};

describe.each(KINDS)('a %s that never reached the provider', (kind) => {
  it('fails when nobody has asked for it for too long: stored, replayed, with nothing left of it', async () => {
    const key = `k-abandoned-${kind}`;
    const send = await receive(kind, key);
    if (kind === 'refund') expect((await traces(key)).charge).toMatchObject({ reservedMinor: 0 });
    await notSeenFor(key, ABANDON_AFTER_MS - 5_000);
    await abandon();
    expect((await traces(key)).key.state).toBe('RECEIVED');
    await notSeenFor(key, ABANDON_AFTER_MS);
    await abandon();
    expect(await traces(key)).toMatchObject({
      ...{ state: 'failed', key: { state: 'FAILED', isAnswered: true }, ...LEFT[kind] },
      attempts: [{ outcome: 'refused', isLate: false }],
    });
    const stored = await send(key);
    const problem = { code: 'operation_abandoned', retryable: false, charge_id: (await traces(key)).chargeId };
    expect(stored).toMatchObject({ status: 422, body: problem });
    expect(stored.headers.get('idempotent-replayed')).toBe('true');
    expect(stored.headers.get('should-retry')).toBe('false');
    expect((await send(key)).text).toBe(stored.text);
    const { id } = await traces(key);
    expect((await world.provider.effects()).filter(({ metadata }) => metadata.operation_id === id)).toEqual([]);
  });

  it('is served to a caller who comes back before that, and then is not given up', async () => {
    const key = `k-back-in-time-${kind}`;
    const send = await receive(kind, key);
    await notSeenFor(key, ABANDON_AFTER_MS - 5_000);
    expect([200, 201]).toContain((await send(key)).status);
    await notSeenFor(key, ABANDON_AFTER_MS);
    await abandon();
    expect(await traces(key)).toMatchObject({ state: 'succeeded', key: { state: 'COMPLETED' } });
  });

  it('is not given up a moment after its caller has asked again in vain', async () => {
    const key = `k-asked-again-${kind}`;
    const send = await receive(kind, key);
    await notSeenFor(key, ABANDON_AFTER_MS);
    await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
    expect(await send(key)).toMatchObject({ status: 503, body: { code: 'provider_unavailable' } });
    await abandon();
    expect(await traces(key)).toMatchObject({ state: 'pending', key: { state: 'RECEIVED' } });
    expect([200, 201]).toContain((await send(key)).status);
  });

  it('is either served or given up when its caller comes back in that very moment', async () => {
    const keys = Array.from({ length: 8 }, (_, index) => `k-race-${kind}-${index}`);
    const sends = new Map<string, Send>();
    for (const key of keys) {
      sends.set(key, await receive(kind, key));
      await notSeenFor(key, ABANDON_AFTER_MS);
    }
    const [answers] = await Promise.all([Promise.all(keys.map((key) => sends.get(key)!(key))), abandon()]);
    for (const [index, key] of keys.entries()) {
      const { id, state } = await traces(key);
      const effects = (await world.provider.effects()).filter(({ metadata }) => metadata.operation_id === id);
      const isServed = answers[index]!.status !== 422;
      expect({ state, effects: effects.length }).toEqual({
        ...{ state: isServed ? 'succeeded' : 'failed', effects: isServed ? 1 : 0 },
      });
    }
  });
});

describe('an abandoned charge', () => {
  it('sets its reference free, for another key', async () => {
    const reference = 'k-abandoned-charge';
    expect(await world.acme.charge({ reference }, { key: 'k-instead' })).toMatchObject({ status: 201 });
  });

  it('tells why in its history, and is counted', async () => {
    expect((await traces('k-abandoned-charge')).transitions).toEqual(['pending→failed by charge-api']);
    const counted = await Promise.all(
      world.instances.map(async ({ url }) => {
        const samples = await scrape(url);
        return samples.get('operations_taken_up_total{sweep="abandonment",outcome="completed"}') ?? 0;
      }),
    );
    const { rows } = await world.database.ownerPool.query(
      `SELECT FROM operations WHERE failure_code = 'operation_abandoned'`,
    );
    expect(counted[0]! + counted[1]!).toBe(rows.length);
  });
});

describe('what may have acted', () => {
  it.each(['effect_then_drop', 'drop_before_effect'] as const)(
    'is never given up, however old it is: %s',
    async (kind) => {
      const key = `k-unknown-${kind}`;
      await world.provider.addFault({ kind, times: 1 });
      expect((await world.acme.charge({}, { key })).status).toBe(202);
      await notSeenFor(key, 1_000 * ABANDON_AFTER_MS);
      await abandon();
      expect(await traces(key)).toMatchObject({ state: 'unknown', key: { state: 'PROCESSING', unsettled: 'unknown' } });
    },
  );

  it('is never given up either where its worker was lost', async () => {
    const key = 'k-lost-worker';
    await world.provider.addFault({ kind: 'hang', delay_ms: 3_000, times: 1 });
    const sending = world.acme.charge({}, { key });
    await eventually('the call is under way', async () => (await world.provider.faultsBitten()) > 0);
    await notSeenFor(key, 1_000 * ABANDON_AFTER_MS);
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET lease_until = clock_timestamp() - interval '1 day' WHERE idempotency_key = $1`,
      [key],
    );
    await abandon();
    expect(await traces(key)).toMatchObject({ state: 'pending', key: { state: 'PROCESSING' } });
    expect((await sending).status).toBe(201);
  });
});
