import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { readTraces } from './operation-traces.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

const TIMES = {
  ...{ ANSWER_DEADLINE_MS: '2000', CLIENT_ATTEMPT_TIMEOUT_MS: '2500' },
  ...{ LEASE_MS: '3000', PROVIDER_TIMEOUT_MS: '3500' },
};

/** The key window that holds where nothing shortens it. */
const DAY_MS = 86_400_000;

let world: ChargeApiWorld;
const traces = (key: string) => readTraces(world.database.ownerPool, key);
const effectsOf = async (key: string) => world.provider.effectsOf((await traces(key)).chargeId);

/** What every caller of an unknown operation gets: the charge as it is now, and nothing that could be stored. */
const expectUnknown = (answer: Answer): void => {
  const { status, body, headers } = answer;
  expect({ status, charge: body.status, captured: body.amount_captured }).toEqual({
    ...{ status: 202, charge: 'unknown', captured: 0 },
  });
  expect(headers.get('location')).toBe(`/v1/charges/${String(body.id)}`);
  expect(headers.get('retry-after')).toBe('1');
  expect(headers.has('idempotent-replayed')).toBe(false);
};

describe('a charge whose answer was lost and whose client never comes back', () => {
  beforeAll(async () => void (world = await ChargeApiWorld.start({ env: { ...TIMES, SWEEP_INTERVAL_MS: '50' } })));
  afterEach(() => world.provider.control({}));
  afterAll(() => world.stop());

  it.each([
    ['the effect and then a cut connection', { kind: 'effect_then_drop' }, 1],
    ['the effect and then 500', { kind: 'effect_then_5xx', status: 500 }, 1],
    ['the effect and then 502', { kind: 'effect_then_5xx', status: 502 }, 1],
    ['the effect and then 503', { kind: 'effect_then_5xx', status: 503 }, 1],
    ['the effect and then 504', { kind: 'effect_then_5xx', status: 504 }, 1],
    ['the effect and then silence', { kind: 'hang', when: 'after', delay_ms: 8_000 }, 1],
    ['a cut connection before the effect', { kind: 'drop_before_effect' }, 2],
  ] as const)('completes by itself after %s', async (what, fault, requestsSeen) => {
    const key = `k-${what.replaceAll(' ', '-')}`;
    await world.provider.addFault({ ...fault, times: 1 });
    const accepted = await world.acme.charge({}, { key, headers: { prefer: 'wait=0' } });
    expect(accepted.status).toBe(202);
    const done = await eventually('the end', async () => {
      const seen = await traces(key);
      return seen.state === 'succeeded' && seen;
    });
    expect(done).toMatchObject({
      ...{ charge: { status: 'captured', version: 1 }, key: { state: 'COMPLETED', unsettled: null, isAnswered: true } },
      transitions: ['pending→unknown by charge-api', 'unknown→captured by resolver'],
      events: ['payments.charge.captured.v1'],
    });
    expect(new Set(done.attempts.map(({ providerKey }) => providerKey)).size).toBe(1);
    expect(await effectsOf(key)).toEqual([expect.objectContaining({ requests_seen: requestsSeen })]);
    const replay = await world.acme.charge({}, { key });
    expect(replay).toMatchObject({ status: 201, body: { id: accepted.body.id, status: 'captured' } });
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect((await world.acme.charge({}, { key })).text).toBe(replay.text);
  });

  it('is declined by itself where the provider has declined it', async () => {
    await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    const accepted = await world.acme.charge({ source: 'tok_declined' }, { key: 'k-lost-decline' });
    expectUnknown(accepted);
    await eventually('the end', async () => (await traces('k-lost-decline')).state === 'failed');
    expect(await traces('k-lost-decline')).toMatchObject({
      ...{ charge: { status: 'failed' }, key: { state: 'FAILED' }, events: ['payments.charge.failed.v1'] },
      transitions: ['pending→unknown by charge-api', 'unknown→failed by resolver'],
    });
    const replay = await world.acme.charge({ source: 'tok_declined' }, { key: 'k-lost-decline' });
    expect(replay).toMatchObject({ status: 402, body: { code: 'card_declined', decline_code: 'generic_decline' } });
  });
});

describe('a charge of unknown outcome', () => {
  let sweeps: SweepsByHand;
  beforeAll(async () => {
    world = await ChargeApiWorld.start({ env: TIMES });
    sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
  });
  afterEach(() => world.provider.control({}));
  afterAll(() => world.stop());

  const loseAnswer = async (key: string, fields: object = {}): Promise<Answer> => {
    await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    return world.acme.charge({ ...fields }, { key });
  };

  it('is 202 to its caller however often it asks, is never worked on for it and never stored', async () => {
    const key = 'k-asked-again';
    expectUnknown(await loseAnswer(key));
    // Long past the time when the resolver was to look: callers never do it in its place.
    await sweeps.endLease(key);
    const { key: before } = await traces(key);
    for (const headers of [{}, { prefer: 'wait=1' }, { 'idempotency-attempt': '3' }]) {
      expectUnknown(await world.acme.charge({}, { key, headers }));
    }
    const { key: after, attempts } = await traces(key);
    expect(after).toEqual({ ...before, dueInMs: expect.any(Number) });
    expect(after).toMatchObject({ state: 'PROCESSING', unsettled: 'unknown', epoch: 1, isAnswered: false });
    expect(attempts).toMatchObject([{ attempt: 1, outcome: 'unknown', detail: expect.stringMatching(/./) }]);
    expect(await effectsOf(key)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    const other = await world.acme.charge({ amount: 1 }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await sweeps.resolve(key)).toBe('completed');
  });

  it('is answered with the stored bytes, marked as a replay, once it has ended', async () => {
    const key = 'k-ended';
    const accepted = await loseAnswer(key);
    expect(await sweeps.resolve(key)).toBe('completed');
    const first = await world.acme.charge({}, { key });
    expect(first).toMatchObject({ status: 201, body: { id: accepted.body.id, status: 'captured' } });
    expect(first.headers.get('idempotent-replayed')).toBe('true');
    expect((await world.acme.charge({}, { key })).text).toBe(first.text);
    expect(await sweeps.resolve(key)).toBeUndefined();
  });

  it('is waited for by those who prefer it, and then replayed', async () => {
    const key = 'k-waited-for';
    await loseAnswer(key);
    const waiting = world.acme.charge({}, { key, headers: { prefer: 'wait=9' } });
    const patient = { isAnswered: false };
    void waiting.finally(() => (patient.isAnswered = true));
    expectUnknown(await world.acme.charge({}, { key }));
    expect(patient.isAnswered).toBe(false);
    expect(await sweeps.resolve(key)).toBe('completed');
    const answer = await waiting;
    expect(answer).toMatchObject({ status: 201, body: { status: 'captured' } });
    expect(answer.headers.get('idempotent-replayed')).toBe('true');
    expect(answer.headers.get('preference-applied')).toBe('wait=9');
  });

  it('shows itself as unknown wherever it is read, and can be neither captured, canceled nor refunded yet', async () => {
    const { body } = await loseAnswer('k-shown', { capture: false, reference: 'order-1' });
    expect((await world.acme.get(`/v1/charges/${String(body.id)}`)).body).toMatchObject({ status: 'unknown' });
    for (const answer of [
      await world.acme.capture(body.id, undefined, { key: 'k-shown-capture' }),
      await world.acme.cancel(body.id, { key: 'k-shown-cancel' }),
      await world.acme.refund(body.id, {}, { key: 'k-shown-refund' }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'charge_busy', charge_id: body.id, retryable: true } });
    }
    // It may have taken place, so its reference is taken.
    const twin = await world.acme.charge({ reference: 'order-1' });
    expect(twin).toMatchObject({ status: 409, body: { code: 'reference_in_use', charge_id: body.id } });
    expect(await sweeps.resolve('k-shown')).toBe('completed');
    expect(await world.acme.capture(body.id, undefined, { key: 'k-shown-capture' })).toMatchObject({ status: 200 });
  });

  it('is sent again with the same provider key where the provider knows nothing of it', async () => {
    const key = 'k-resent';
    await world.provider.addFault({ kind: 'drop_before_effect', times: 1 });
    expectUnknown(await world.acme.charge({ amount: 777 }, { key }));
    expect(await effectsOf(key)).toEqual([]);
    expect(await sweeps.resolve(key)).toBe('completed');
    const { attempts } = await traces(key);
    const [{ providerKey } = { providerKey: '' }] = attempts;
    expect(attempts).toMatchObject([
      { attempt: 1, outcome: 'unknown', providerKey },
      { attempt: 2, outcome: 'succeeded', providerKey },
    ]);
    expect(await effectsOf(key)).toEqual([
      expect.objectContaining({ provider_key: providerKey, requests_seen: 2, amount_minor: '777' }),
    ]);
  });

  it('stays unknown while the provider can not say, is asked ever less often, and ends when it can', async () => {
    const key = 'k-silent';
    await loseAnswer(key);
    await world.provider.addFault({ kind: 'find_inconclusive', times: 3 });
    await world.provider.addFault({ kind: 'drop_before_effect', operations: ['find', 'sale'] });
    const dueInMs = [(await traces(key)).key.dueInMs ?? 0];
    for (let look = 1; look <= 14; look++) {
      expect(await sweeps.resolve(key)).toBe('unsettled');
      dueInMs.push((await traces(key)).key.dueInMs ?? 0);
    }
    // The first look comes within half a second and one more; later ones spread over up to a minute more.
    expect(dueInMs[0]).toBeLessThanOrEqual(1_000);
    expect(Math.max(...dueInMs)).toBeLessThanOrEqual(60_500);
    expect(Math.max(...dueInMs.slice(8))).toBeGreaterThan(2_000);
    expectUnknown(await world.acme.charge({}, { key }));
    const { attempts, transitions } = await traces(key);
    // What it was asked leaves no row each; that it was sent once does.
    expect(attempts).toHaveLength(1);
    expect(transitions).toEqual(['pending→unknown by charge-api']);
    await world.provider.control({});
    expect(await sweeps.resolve(key)).toBe('completed');
    expect(await effectsOf(key)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    expect((await world.acme.charge({}, { key })).status).toBe(201);
  });

  it('stays unknown where it was sent again and the answer was lost again', async () => {
    const key = 'k-lost-twice';
    await world.provider.addFault({ kind: 'drop_before_effect', times: 1 });
    expectUnknown(await world.acme.charge({}, { key }));
    await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect((await traces(key)).attempts).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
    expect(await sweeps.resolve(key)).toBe('completed');
    expect((await traces(key)).attempts).toMatchObject([{ outcome: 'unknown' }, { outcome: 'succeeded' }]);
    expect(await effectsOf(key)).toHaveLength(1);
  });

  it('is not sent a third time once the key window is over since the first try, however young the second is', async () => {
    const key = 'k-old-first-try';
    await world.provider.addFault({ kind: 'drop_before_effect', times: 2 });
    expectUnknown(await world.acme.charge({}, { key }));
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect((await traces(key)).attempts).toHaveLength(2);
    // The provider counts from when it first saw the key; only the first try has grown old.
    await sweeps.age(key, DAY_MS);
    expect(await sweeps.resolve(key)).toBe('unsettled');
    const { attempts, state } = await traces(key);
    expect({ attempts: attempts.length, state }).toEqual({ attempts: 2, state: 'unknown' });
    expect(await effectsOf(key)).toEqual([]);
  });

  it('stays unknown where it could not be sent again: that proves nothing about the first try', async () => {
    const key = 'k-not-sent-again';
    await world.provider.addFault({ kind: 'drop_before_effect', times: 1 });
    await world.acme.charge({}, { key });
    await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect(await traces(key)).toMatchObject({
      ...{ state: 'unknown', key: { state: 'PROCESSING', unsettled: 'unknown' } },
      attempts: [{ outcome: 'unknown' }, { outcome: 'refused' }],
    });
    expect(await sweeps.resolve(key)).toBe('completed');
    expect(await effectsOf(key)).toHaveLength(1);
  });
});
