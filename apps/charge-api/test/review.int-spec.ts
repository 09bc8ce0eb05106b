import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { readTraces } from './operation-traces.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';
import { UNHURRIED } from './unhurried.ts';

let world: ChargeApiWorld;
const traces = (key: string) => readTraces(world.database.ownerPool, key);

/** What the provider did for an operation, and how often it was asked to: from its own record. */
const atProvider = async (key: string) => {
  const { id, attempts } = await traces(key);
  const keys = [...new Set(attempts.map(({ providerKey }) => providerKey))];
  const answers = await Promise.all(
    keys.map(async (providerKey) => {
      const url = `${world.provider.url}/v1/requests?limit=1000`;
      const { data } = (await (await fetch(url)).json()) as {
        data: { provider_key: string; effect: string | null; requests_seen: number }[];
      };
      return data.filter(({ provider_key: seen }) => seen === providerKey);
    }),
  );
  const effects = (await world.provider.effects()).filter(({ metadata }) => metadata.operation_id === id);
  return { effects: effects.length, requests: answers.flat().reduce((sum, row) => sum + row.requests_seen, 0) };
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Of a call to the provider. */
const TIMEOUT_MS = Number(UNHURRIED.PROVIDER_TIMEOUT_MS);

describe('a provider that ignores keys, is declared so, and loses its answers', () => {
  beforeAll(async () => {
    const env = { PROVIDER_KEY_WINDOW_MS: '0', UNKNOWN_REVIEW_AFTER_MS: '1500', SWEEP_INTERVAL_MS: '50' };
    world = await ChargeApiWorld.start({ instances: 2, env });
  });
  afterAll(() => world.stop());

  const INTENTS = {
    charge: async () => (key: string) => world.acme.charge({ amount: 1_000 }, { key }),
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
  const BEFORE = { charge: 'unknown', capture: 'authorized', cancel: 'authorized', refund: 'captured' };
  const WAITING = { charge: 'needs_review', capture: 'authorized', cancel: 'authorized', refund: 'captured' };

  const untilReview = async (key: string, send: (key: string) => Promise<Answer>) => {
    const accepted = await send(key);
    expect(accepted.status).toBe(202);
    // A client that goes on asking must not make anybody send it again.
    await eventually(`${key} waits for a person`, async () => {
      expect((await send(key)).status).toBe(202);
      return (await traces(key)).state === 'needs_review';
    });
    return accepted;
  };

  it.each(['charge', 'capture', 'cancel', 'refund'] as const)(
    'is not asked twice for a %s: it stops at a person, with what may have happened once at most',
    async (kind) => {
      const keys = { drop_before_effect: `k-${kind}-no`, effect_then_drop: `k-${kind}-yes` };
      for (const [fault, key] of Object.entries(keys)) {
        await world.provider.control({ key_mode: { mode: 'ignore' } });
        const send = await INTENTS[kind]();
        await world.provider.control({ key_mode: { mode: 'ignore' }, faults: [{ kind: fault }] });
        const accepted = await untilReview(key, send);
        expect(accepted.body.status).toBe(BEFORE[kind]);
        expect(await world.provider.faultsBitten()).toBe(1);
        const { state, key: record, attempts, charge, events } = await traces(key);
        expect({ state, charge: charge.status, events, attempts: attempts.length }).toEqual({
          ...{ state: 'needs_review', charge: WAITING[kind], events: [], attempts: 1 },
        });
        expect(record).toMatchObject({ state: 'PROCESSING', unsettled: 'needs_review', isAnswered: false });
        expect(record.dueInMs).toBe(Infinity);
        expect((await atProvider(key)).effects).toBe(fault === 'effect_then_drop' ? 1 : 0);
        // For ever: whoever asks now, or a minute later.
        const answer = await send(key);
        expect(answer).toMatchObject({ status: 202, body: { status: WAITING[kind] } });
        expect(answer.headers.has('idempotent-replayed')).toBe(false);
      }
    },
  );

  it('leaves a charge that says so, with its history, and keeps the reservation of a refund', async () => {
    expect((await traces('k-charge-yes')).transitions).toEqual([
      'pending→unknown by charge-api',
      'unknown→needs_review by resolver',
    ]);
    expect((await traces('k-refund-yes')).charge).toMatchObject({ reservedMinor: 400, refundedMinor: 0 });
    const { chargeId } = await traces('k-refund-yes');
    expect(await world.acme.refund(chargeId, { amount: 601 })).toMatchObject({
      ...{ status: 409, body: { code: 'charge_busy', retryable: true } },
    });
    const { chargeId: uncertain } = await traces('k-charge-yes');
    expect(await world.acme.refund(uncertain)).toMatchObject({ status: 409, body: { code: 'charge_busy' } });
    const { chargeId: capturing } = await traces('k-capture-yes');
    expect(await world.acme.cancel(capturing)).toMatchObject({ status: 409, body: { code: 'charge_busy' } });
  });

  it('leaves nothing for the sweeps: what waits for a person is taken up by nobody', async () => {
    const epochs = async () => {
      const { rows } = await world.database.ownerPool.query<{ epoch: string }>(
        `SELECT epoch FROM idempotency_keys WHERE unsettled = 'needs_review' ORDER BY idempotency_key`,
      );
      return rows.map(({ epoch }) => epoch);
    };
    const before = await epochs();
    expect(before).toHaveLength(8);
    await world.provider.control({});
    for (const { app } of world.instances) {
      const sweeps = await SweepsByHand.takeOver({ ...world.instances[0]!, app }, world.database.ownerPool);
      expect(await sweeps.resolve('k-charge-yes')).toBeUndefined();
      expect(await sweeps.resume('k-charge-yes')).toBeUndefined();
    }
    expect(await epochs()).toEqual(before);
  });
});

describe('a provider that keeps keys for a day', () => {
  let sweeps: SweepsByHand;
  beforeAll(async () => {
    world = await ChargeApiWorld.start();
    sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
  });
  afterEach(() => world.provider.control({}));
  afterAll(() => world.stop());

  const lose = async (key: string, kind: 'effect_then_drop' | 'drop_before_effect'): Promise<void> => {
    await world.provider.addFault({ kind, times: 1 });
    expect((await world.acme.charge({}, { key })).status).toBe(202);
  };

  it.each([
    ['shortly before its end', 24 * HOUR_MS - 2 * TIMEOUT_MS, 'completed', 1],
    // A call may take all of its time to arrive.
    ['within a timeout of its end', 24 * HOUR_MS - TIMEOUT_MS / 2, 'unsettled', 0],
    ['past its end', 24 * HOUR_MS + MINUTE_MS, 'unsettled', 0],
  ] as const)('is sent an absent charge again %s: %s', async (_when, ageMs, outcome, effects) => {
    const key = `k-absent-${ageMs}`;
    await lose(key, 'drop_before_effect');
    await sweeps.age(key, ageMs);
    expect(await sweeps.resolve(key)).toBe(outcome);
    expect(await atProvider(key)).toMatchObject({ effects });
    expect((await traces(key)).state).toBe(outcome === 'completed' ? 'succeeded' : 'unknown');
  });

  it('is still asked past the end of it, and believed', async () => {
    await lose('k-found-late', 'effect_then_drop');
    await sweeps.age('k-found-late', 24 * HOUR_MS + MINUTE_MS);
    expect(await sweeps.resolve('k-found-late')).toBe('completed');
    expect(await traces('k-found-late')).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
    expect(await atProvider('k-found-late')).toEqual({ effects: 1, requests: 1 });
  });

  it('is asked for a quarter of an hour more; then a person has to decide', async () => {
    const key = 'k-too-old';
    await lose(key, 'drop_before_effect');
    await sweeps.age(key, 24 * HOUR_MS + 14 * MINUTE_MS);
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect((await traces(key)).state).toBe('unknown');
    await sweeps.age(key, MINUTE_MS);
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect(await traces(key)).toMatchObject({
      ...{ state: 'needs_review', charge: { status: 'needs_review' }, events: [] },
      transitions: ['pending→unknown by charge-api', 'unknown→needs_review by resolver'],
    });
    expect(await world.acme.charge({}, { key })).toMatchObject({ status: 202, body: { status: 'needs_review' } });
  });

  it('is asked before a person is, however old the operation has become', async () => {
    const key = 'k-old-worker';
    await lose(key, 'effect_then_drop');
    await sweeps.age(key, 48 * HOUR_MS);
    expect(await sweeps.resolve(key)).toBe('completed');
  });
});
