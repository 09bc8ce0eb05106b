import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { readTraces } from './operation-traces.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

/** The provider is given up on well before the test would be. */
const TIMES = {
  ...{ ANSWER_DEADLINE_MS: '400', CLIENT_ATTEMPT_TIMEOUT_MS: '500' },
  ...{ LEASE_MS: '600', PROVIDER_TIMEOUT_MS: '700' },
};

let world: ChargeApiWorld;
let sweeps: SweepsByHand;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ env: TIMES });
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterEach(() => world.provider.control({}));
afterAll(() => world.stop());

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const effectsOf = async (key: string) => {
  const { id } = await traces(key);
  return (await world.provider.effects()).filter(({ metadata }) => metadata.operation_id === id);
};

interface Change {
  /** What the charge is while the change has no outcome, and after it. */
  before: string;
  after: string;
  event: string;
  /** Of its answer. */
  status: 200 | 201;
  make: (capture: boolean) => Promise<unknown>;
  send: (chargeId: unknown, key: string) => Promise<Answer>;
}

const make = async (capture: boolean) => (await world.acme.charge({ amount: 1_000, capture })).body.id;
const CHANGES: Record<'capture' | 'cancel' | 'refund', Change> = {
  capture: {
    ...{ before: 'authorized', after: 'captured', event: 'payments.charge.captured.v1', status: 200 },
    make: () => make(false),
    send: (chargeId, key) => world.acme.capture(chargeId, { amount: 700 }, { key }),
  },
  cancel: {
    ...{ before: 'authorized', after: 'canceled', event: 'payments.charge.canceled.v1', status: 200 },
    make: () => make(false),
    send: (chargeId, key) => world.acme.cancel(chargeId, { key }),
  },
  refund: {
    ...{ before: 'captured', after: 'partially_refunded', event: 'payments.charge.refunded.v1', status: 201 },
    make: () => make(true),
    send: (chargeId, key) => world.acme.refund(chargeId, { amount: 400 }, { key }),
  },
};
const KINDS = ['capture', 'cancel', 'refund'] as const;

/** Until the worker has given up on the provider; its caller had a 202 before that, or has one now. */
const untilUnknown = async (key: string, send: () => Promise<Answer>): Promise<Answer> => {
  for (;;) {
    const answer = await send();
    expect([202, 409]).toContain(answer.status);
    if ((await traces(key)).state === 'unknown') return send();
  }
};

describe.each(KINDS)('a %s whose answer did not come', (kind) => {
  const change = CHANGES[kind];

  it.each([
    ['in time, after the effect', { kind: 'hang', when: 'after', delay_ms: 3_000 }, 1],
    ['at all, after the effect', { kind: 'effect_then_drop' }, 1],
    ['but a 500 did, after the effect', { kind: 'effect_then_5xx' }, 1],
    ['at all, before the effect', { kind: 'drop_before_effect' }, 2],
  ] as const)('%s is unknown to all callers, and then resolved', async (_what, fault, requestsSeen) => {
    const key = `k-${kind}-${fault.kind}`;
    const chargeId = await change.make(true);
    const send = () => change.send(chargeId, key);
    await world.provider.addFault({ ...fault, operations: [kind], times: 1 });
    const unknown = await untilUnknown(key, send);
    expect(unknown).toMatchObject({ status: 202, body: { id: chargeId, status: change.before } });
    expect(unknown.headers.get('location')).toBe(`/v1/charges/${String(chargeId)}`);
    expect(unknown.headers.has('idempotent-replayed')).toBe(false);
    expect(await traces(key)).toMatchObject({
      ...{ key: { state: 'PROCESSING', unsettled: 'unknown', isAnswered: false }, events: [], transitions: [] },
      charge: { status: change.before, version: 1 },
    });
    expect(await sweeps.resolve(key)).toBe('completed');
    expect(await traces(key)).toMatchObject({
      ...{ state: 'succeeded', key: { state: 'COMPLETED' }, events: [change.event] },
      ...{ charge: { status: change.after, version: 2 } },
      transitions: [`${change.before}→${change.after} by resolver`],
    });
    expect(await effectsOf(key)).toEqual([expect.objectContaining({ requests_seen: requestsSeen })]);
    const replay = await send();
    expect(replay.status).toBe(change.status);
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
    expect((await send()).text).toBe(replay.text);
  });
});

const loseAnswer = (operation: string) =>
  world.provider.addFault({ kind: 'effect_then_drop', operations: [operation], times: 1 });

describe('a partial refund of unknown outcome', () => {
  it('keeps its reservation: others get what is left beside it, and no more', async () => {
    const chargeId = await make(true);
    await loseAnswer('refund');
    expect((await world.acme.refund(chargeId, { amount: 600 }, { key: 'k-reserving' })).status).toBe(202);
    expect(await traces('k-reserving')).toMatchObject({ charge: { reservedMinor: 600, refundedMinor: 0 } });
    const tooMuch = await world.acme.refund(chargeId, { amount: 401 });
    expect(tooMuch).toMatchObject({ status: 409, body: { code: 'charge_busy', retryable: true } });
    expect(await world.acme.refund(chargeId, { amount: 1_001 })).toMatchObject({
      ...{ status: 422, body: { code: 'amount_too_large', amount_left: 1_000 } },
    });
    expect(await world.acme.refund(chargeId, { amount: 400 })).toMatchObject({ status: 201 });
    expect(await traces('k-reserving')).toMatchObject({
      ...{ state: 'unknown', charge: { status: 'partially_refunded', reservedMinor: 1_000, refundedMinor: 400 } },
    });
    // A look that finds nothing out changes nothing about that.
    await world.provider.addFault({ kind: 'find_inconclusive', times: 1 });
    expect(await sweeps.resolve('k-reserving')).toBe('unsettled');
    expect(await traces('k-reserving')).toMatchObject({ charge: { reservedMinor: 1_000, refundedMinor: 400 } });
    expect(await sweeps.resolve('k-reserving')).toBe('completed');
    expect(await traces('k-reserving')).toMatchObject({
      ...{ state: 'succeeded', charge: { status: 'refunded', reservedMinor: 1_000, refundedMinor: 1_000 } },
    });
    const refunds = (await world.provider.effectsOf(String(chargeId))).filter(
      ({ operation }) => operation === 'refund',
    );
    expect(refunds.map(({ amount_minor: minor }) => minor).sort()).toEqual(['400', '600']);
  });

  it('gives its reservation back where the provider turns out to have refused it', async () => {
    const chargeId = await make(true);
    await world.provider.addFault({ kind: 'drop_before_effect', operations: ['refund'], times: 1 });
    expect((await world.acme.refund(chargeId, { amount: 600 }, { key: 'k-refused' })).status).toBe(202);
    await refundElsewhere(chargeId, '500');
    expect(await sweeps.resolve('k-refused')).toBe('completed');
    expect(await traces('k-refused')).toMatchObject({
      ...{ state: 'failed', key: { state: 'FAILED' }, events: [] },
      charge: { status: 'captured', reservedMinor: 0, refundedMinor: 0 },
    });
  });
});

/** Somebody refunds at the provider itself, past us. */
const refundElsewhere = async (chargeId: unknown, amountMinor: string): Promise<void> => {
  const [payment] = await world.provider.effectsOf(String(chargeId));
  const answer = await fetch(`${world.provider.url}/v1/payments/${payment?.payment_id ?? ''}/refunds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'by-hand' },
    body: JSON.stringify({ amount_minor: amountMinor }),
  });
  expect(answer.status).toBe(201);
};

describe('a capture of unknown outcome', () => {
  it('keeps others from capturing and canceling until it has ended; nothing of theirs is stored', async () => {
    const chargeId = await make(false);
    await loseAnswer('capture');
    expect((await world.acme.capture(chargeId, undefined, { key: 'k-open' })).status).toBe(202);
    for (const [key, send] of [
      ['k-cancel-too', (key: string) => world.acme.cancel(chargeId, { key })],
      ['k-capture-too', (key: string) => world.acme.capture(chargeId, { amount: 1 }, { key })],
    ] as const) {
      const busy = await send(key);
      expect(busy).toMatchObject({ status: 409, body: { code: 'charge_busy', charge_id: chargeId, retryable: true } });
      expect(busy.headers.get('should-retry')).toBe('true');
      expect((await world.acme.get(`/v1/idempotency-keys/${key}`)).status).toBe(404);
    }
    expect(await sweeps.resolve('k-open')).toBe('completed');
    const refused = await world.acme.cancel(chargeId, { key: 'k-cancel-too' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    expect(await world.provider.effectsOf(String(chargeId))).toMatchObject([
      { operation: 'authorize' },
      { operation: 'capture' },
    ]);
  });
});
