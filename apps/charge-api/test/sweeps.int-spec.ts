import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { ChargeApiWorld } from './charge-api-world.ts';
import { closeDatabase, openDatabase } from './database-faults.ts';
import { scrape, scrapeByLabel } from './exposition.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

/** Each instance's bound of operations that it looks at in one go. */
const AT_ONCE = 3;
const ENV = {
  ...{ ANSWER_DEADLINE_MS: '2000', CLIENT_ATTEMPT_TIMEOUT_MS: '2500', LEASE_MS: '3000' },
  ...{ SWEEP_INTERVAL_MS: '50', RESOLVER_MAX_CONCURRENT: String(AT_ONCE) },
};

let gate: ProviderGate;
let world: ChargeApiWorld;
const open = async (): Promise<void> => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ instances: 2, env: { ...ENV, PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
};
const close = async (): Promise<void> => {
  await world.stop();
  await gate.close();
};

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const keysOf = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Charges whose effect has taken place and whose answer was lost; each half at one instance. */
const loseAnswers = async (keys: string[]): Promise<void> => {
  await world.provider.control({ faults: [{ kind: 'effect_then_drop', times: keys.length }] });
  const answers = await Promise.all(
    keys.map((key, index) => world.acme.charge({}, { key, url: world.instances[index % 2]!.url })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
};

const untilSettled = (keys: string[]) =>
  eventually('all of them have ended', async () => {
    const ended = await world.count(
      `SELECT FROM operations WHERE idempotency_key = ANY ($1) AND state IN ('succeeded', 'failed')`,
      [keys],
    );
    return ended === keys.length;
  });

const takenUp = async (sweep: string, outcome: string): Promise<number> => {
  const samples = await Promise.all(world.instances.map(({ url }) => scrape(url)));
  const series = `operations_taken_up_total{sweep="${sweep}",outcome="${outcome}"}`;
  return samples.reduce((sum, each) => sum + (each.get(series) ?? NaN), 0);
};

/** What has ended is counted right after its commit; a look at the rows may come between the two. */
const untilCounted = (sweep: string, count: number) =>
  eventually('what has ended is counted', async () => (await takenUp(sweep, 'completed')) >= count);

describe('two instances with many operations of unknown outcome', () => {
  beforeAll(open);
  afterEach(() => world.provider.control({}));
  afterAll(close);

  it('resolve each of them once, and never ask more at a time than their budget', async () => {
    const keys = keysOf('k-many', 60);
    await loseAnswers(keys);
    // Slow enough for questions to pile up, if anything let them.
    await world.provider.addFault({ kind: 'hang', operations: ['find'], delay_ms: 50 });
    await untilSettled(keys);
    await untilCounted('resolver', keys.length);
    expect(await takenUp('resolver', 'completed')).toBe(keys.length);
    for (const outcome of ['unsettled', 'fenced', 'failed']) expect(await takenUp('resolver', outcome)).toBe(0);
    expect(gate.lookups.total).toBe(keys.length);
    expect(gate.lookups.mostAtOnce).toBeLessThanOrEqual(2 * AT_ONCE);
    const { rows } = await world.database.ownerPool.query(
      `SELECT epoch, count(*)::integer FROM idempotency_keys WHERE idempotency_key = ANY ($1) GROUP BY epoch`,
      [keys],
    );
    expect(rows).toEqual([{ epoch: '2', count: keys.length }]);
    expect(await world.count('SELECT FROM outbox')).toBe(keys.length);
    expect(await world.provider.effects()).toHaveLength(keys.length);
  });

  it('ask a provider that does not say ever less often', async () => {
    const keys = keysOf('k-unsaid', 6);
    await loseAnswers(keys);
    await world.provider.control({ faults: [{ kind: 'find_inconclusive' }] });
    const asked = gate.lookups.total;
    await eventually('a few rounds', async () => (await takenUp('resolver', 'unsettled')) >= 2 * keys.length);
    // Sixty sweeps of each instance in about three seconds, and a handful of questions for each operation.
    expect((gate.lookups.total - asked) / keys.length).toBeLessThan(10);
    await world.provider.control({});
    await untilSettled(keys);
  });

  it('go on after an outage of the database', async () => {
    const keys = keysOf('k-outage', 6);
    await loseAnswers(keys);
    await closeDatabase(world.database.name);
    try {
      for (const { url } of world.instances) {
        await eventually('it notices', async () => (await fetch(`${url}/readyz`)).status === 503);
      }
    } finally {
      await openDatabase(world.database.name);
    }
    await untilSettled(keys);
    for (const key of keys)
      expect(await traces(key)).toMatchObject({ state: 'succeeded', events: [expect.anything()] });
    expect(await world.provider.effects()).toHaveLength(72);
  });

  it('end what they have taken up before they stop, and take up nothing more', async () => {
    const keys = keysOf('k-stopping', AT_ONCE);
    await loseAnswers(keys);
    await world.provider.control({ faults: [{ kind: 'hang', operations: ['find'], delay_ms: 1_500 }] });
    const before = gate.lookups.total;
    await eventually('they ask', () => gate.lookups.total === before + keys.length);
    await Promise.all(world.instances.map((instance) => instance.close()));
    for (const key of keys) {
      expect(await traces(key)).toMatchObject({ state: 'succeeded', key: { state: 'COMPLETED', epoch: 2 } });
    }
  });
});

describe('operations whose workers were lost', () => {
  beforeAll(open);
  afterEach(() => gate.letGo());
  afterAll(close);

  it('are finished without any caller, after the effect as before the call', async () => {
    const keys = keysOf('k-lost', 2);
    const held = keys.map(() => gate.holdNext());
    const firsts = keys.map((key) => world.acme.charge({}, { key }));
    const [acted] = await Promise.all(held);
    await acted!.forwardAndKeepAnswer();
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET lease_until = clock_timestamp() - interval '1 second' WHERE idempotency_key = ANY ($1)`,
      [keys],
    );
    await untilSettled(keys);
    await untilCounted('resumer', keys.length);
    expect(await takenUp('resumer', 'completed')).toBe(keys.length);
    for (const key of keys) {
      const { state, events, transitions, chargeId } = await traces(key);
      // By this service, as if nothing had been: its outcome was never unknown.
      expect({ state, events: events.length, transitions }).toEqual({
        ...{ state: 'succeeded', events: 1, transitions: ['pending→captured by charge-api'] },
      });
      expect(await world.provider.effectsOf(chargeId)).toHaveLength(1);
    }
    gate.letGo();
    for (const first of firsts) expect([201, 202]).toContain((await first).status);
  });
});

describe('operations without an outcome', () => {
  beforeAll(async () => {
    world = await ChargeApiWorld.start({ env: { PROVIDER_KEY_WINDOW_MS: '0', UNKNOWN_REVIEW_AFTER_MS: '0' } });
  });
  afterAll(() => world.stop());

  it('are counted from committed rows, with the age of the oldest', async () => {
    const { url } = world.instances[0]!;
    const count = () => scrapeByLabel(url, 'operations_unsettled');
    const oldest = () => scrapeByLabel(url, 'operations_unsettled_oldest_seconds');
    expect([await count(), await oldest()]).toEqual([
      { unknown: 0, needs_review: 0 },
      { unknown: 0, needs_review: 0 },
    ]);
    const begunAt = performance.now();
    await world.provider.control({ faults: [{ kind: 'drop_before_effect', times: 3 }] });
    for (const key of keysOf('k-counted', 3)) expect((await world.acme.charge({}, { key })).status).toBe(202);
    expect(await count()).toEqual({ unknown: 3, needs_review: 0 });
    await world.database.ownerPool.query(
      `UPDATE operations SET unknown_since = unknown_since - interval '100 seconds' WHERE idempotency_key = 'k-counted-1'`,
    );
    const { unknown: age } = await oldest();
    expect(age).toBeGreaterThanOrEqual(100);
    expect(age).toBeLessThanOrEqual(100 + (performance.now() - begunAt) / 1_000);
    expect((await scrape(url)).get('provider_contradictions_total')).toBe(0);
  });

  it('are told apart from those that wait for a person', async () => {
    const { url } = world.instances[0]!;
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    expect(await sweeps.resolve('k-counted-1')).toBe('unsettled');
    expect(await scrapeByLabel(url, 'operations_unsettled')).toEqual({ unknown: 2, needs_review: 1 });
    const { needs_review: age } = await scrapeByLabel(url, 'operations_unsettled_oldest_seconds');
    // Since it became unknown, not since the person was called.
    expect(age).toBeGreaterThanOrEqual(100);
  });

  it('leave every outcome of every sweep in the metrics from the start', async () => {
    const samples = await scrape(world.instances[0]!.url);
    const series = [...samples.keys()].filter((name) => name.startsWith('operations_taken_up_total{'));
    expect(series).toHaveLength(12);
  });
});
