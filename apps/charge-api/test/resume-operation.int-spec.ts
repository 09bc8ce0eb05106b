import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrapeByLabel } from './exposition.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let sweeps: SweepsByHand;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterEach(() => gate.letGo());
afterAll(async () => {
  await world.stop();
  await gate.close();
});

type Send = () => Promise<Answer>;

/** One intent of each kind under a key of its own, and a way to send it again and again. */
const INTENTS = {
  charge:
    async (key: string): Promise<Send> =>
    () =>
      world.acme.charge({}, { key }),
  capture: async (key: string): Promise<Send> => {
    const { body } = await world.acme.charge({ capture: false });
    return () => world.acme.capture(body.id, { amount: 700 }, { key });
  },
  cancel: async (key: string): Promise<Send> => {
    const { body } = await world.acme.charge({ capture: false });
    return () => world.acme.cancel(body.id, { key });
  },
  refund: async (key: string): Promise<Send> => {
    const { body } = await world.acme.charge();
    return () => world.acme.refund(body.id, { amount: 400 }, { key });
  },
};
const KINDS = ['charge', 'capture', 'cancel', 'refund'] as const;
const DONE = { charge: 201, capture: 200, cancel: 200, refund: 201 };

/** Leases taken from a lost worker so far, by who took them. */
const takeovers = () => scrapeByLabel(world.instances[0]!.url, 'idempotency_lease_takeovers_total');

const traces = (key: string) => readTraces(world.database.ownerPool, key);

/** Effects that belong to the key's operation, under whatever provider key they were made. */
const effectsOf = async (key: string) => {
  const { id } = await traces(key);
  return (await world.provider.effects()).filter(({ metadata }) => metadata.operation_id === id);
};

/** A first try whose call is on its way to the provider. */
const begin = async (kind: (typeof KINDS)[number], key: string) => {
  const send = await INTENTS[kind](key);
  const held = gate.holdNext();
  const first = send();
  return { send, first, call: await held };
};

/** Who takes an operation up whose worker was lost. */
const TAKERS = {
  retry: async (key: string, send: Send): Promise<void> => {
    await sweeps.endLease(key);
    const { status } = await send();
    expect([200, 201]).toContain(status);
  },
  resumer: async (key: string): Promise<void> => {
    expect(await sweeps.resume(key)).toBe('completed');
  },
};

describe.each(KINDS)('a %s whose worker was lost', (kind) => {
  it('has its attempt committed before each call', async () => {
    const key = `k-attempt-${kind}`;
    const { first, call } = await begin(kind, key);
    expect((await traces(key)).attempts).toMatchObject([
      { attempt: 1, outcome: 'open', providerKey: call.providerKey },
    ]);
    const held = gate.holdNext();
    const resuming = sweeps.resume(key);
    const again = await held;
    expect(again.providerKey).toBe(call.providerKey);
    expect((await traces(key)).attempts).toMatchObject([
      { attempt: 1, outcome: 'unknown', detail: 'the worker that made this call was lost' },
      { attempt: 2, outcome: 'open', providerKey: call.providerKey },
    ]);
    await again.forward();
    expect(await resuming).toBe('completed');
    call.drop();
    expect((await first).status).toBe(DONE[kind]);
    expect(await effectsOf(key)).toHaveLength(1);
  });

  it('carries the very same parameters at every try', async () => {
    const { first, call } = await begin(kind, `k-parameters-${kind}`);
    const held = gate.holdNext();
    const resuming = sweeps.resume(`k-parameters-${kind}`);
    const again = await held;
    expect(again).toMatchObject({ providerKey: call.providerKey, parameters: call.parameters });
    await again.forward();
    expect(await resuming).toBe('completed');
    call.drop();
    expect((await first).status).toBe(DONE[kind]);
  });

  it.each(['retry', 'resumer'] as const)('is found by a %s where the provider has acted', async (taker) => {
    const key = `k-found-${kind}-${taker}`;
    const { send, first, call } = await begin(kind, key);
    await call.forwardAndKeepAnswer();
    const before = await takeovers();
    await TAKERS[taker](key, send);
    const by = taker === 'retry' ? 'caller' : 'resumer';
    expect(await takeovers()).toEqual({ ...before, [by]: before[by]! + 1 });
    expect(await effectsOf(key)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    const { state, events, attempts, key: record } = await traces(key);
    expect({ state, events: events.length, epoch: record.epoch }).toEqual({ state: 'succeeded', events: 1, epoch: 2 });
    expect(attempts).toMatchObject([{ attempt: 1, outcome: 'succeeded', isLate: false }]);
    call.drop();
    const stored = await send();
    expect(await first).toMatchObject({ status: DONE[kind], text: stored.text });
  });

  it('is sent again under the same provider key where the provider knows nothing, and a late twin finds it done', async () => {
    const key = `k-late-${kind}`;
    const { send, first, call } = await begin(kind, key);
    await sweeps.endLease(key);
    const resumed = await send();
    expect(resumed.status).toBe(DONE[kind]);
    // Only now does the first worker's request get through, and its answer back to it.
    await call.forward();
    const late = await first;
    expect(late).toMatchObject({ status: DONE[kind], text: resumed.text });
    expect(late.headers.get('idempotent-replayed')).toBe('true');
    expect(await world.provider.effectsOfKey(call.providerKey)).toEqual([
      expect.objectContaining({ requests_seen: 2 }),
    ]);
    expect(await effectsOf(key)).toHaveLength(1);
    const { attempts } = await traces(key);
    expect(attempts.map(({ providerKey }) => providerKey)).toEqual([call.providerKey, call.providerKey]);
  });

  it('refuses the write of a worker that comes back with another answer', async () => {
    const key = `k-stale-${kind}`;
    const { send, first, call } = await begin(kind, key);
    await sweeps.endLease(key);
    const resumed = await send();
    expect(resumed.status).toBe(DONE[kind]);
    const before = await world.stored();
    call.answer(402, { code: 'card_declined', decline_code: 'generic_decline', message: 'declined' });
    const stale = await first;
    expect(stale).toMatchObject({ status: DONE[kind], text: resumed.text });
    expect(stale.headers.get('idempotent-replayed')).toBe('true');
    expect(await world.stored()).toEqual(before);
    expect((await send()).text).toBe(resumed.text);
    expect(await traces(key)).toMatchObject({
      state: 'succeeded',
      attempts: [
        { outcome: 'declined', isLate: true },
        { outcome: 'succeeded', isLate: false },
      ],
    });
    expect(await effectsOf(key)).toHaveLength(1);
  });
});

describe('a worker that stood still until its claim was taken', () => {
  it('makes no call any more', async () => {
    const key = 'k-woke-up';
    const { first, call } = await begin('charge', key);
    call.drop();
    expect((await first).status).toBe(202);
    await world.provider.addFault({ kind: 'hang', operations: ['find'], delay_ms: 500, times: 1 });
    const asked = gate.lookups.total;
    const standing = sweeps.resolve(key);
    await eventually('it asks', () => gate.lookups.total > asked);
    await world.database.ownerPool.query('UPDATE idempotency_keys SET epoch = epoch + 1 WHERE idempotency_key = $1', [
      key,
    ]);
    expect(await standing).toBe('fenced');
    expect(await effectsOf(key)).toEqual([]);
    expect((await traces(key)).attempts).toMatchObject([{ attempt: 1, outcome: 'unknown' }]);
    expect(await sweeps.resolve(key)).toBe('completed');
    expect(await effectsOf(key)).toHaveLength(1);
  });
});

describe('a worker that could not reach the provider after its claim was taken', () => {
  it('tells its caller what the other one achieved, and not that nothing was charged', async () => {
    const key = 'k-refused-late';
    const { send, first, call } = await begin('charge', key);
    expect(await sweeps.resume(key)).toBe('completed');
    call.answer(503, { code: 'overloaded', message: 'busy' });
    const late = await first;
    expect(late).toMatchObject({ status: 201, body: { status: 'captured' } });
    expect(late.headers.get('idempotent-replayed')).toBe('true');
    expect((await send()).text).toBe(late.text);
    expect(await effectsOf(key)).toHaveLength(1);
  });
});

/** The first completion after this fails in the database, for a reason that is no outage. */
const failNextCompletion = async (): Promise<void> => {
  await world.database.ownerPool.query(`
    CREATE SEQUENCE completions;
    CREATE FUNCTION fail_first_completion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      -- A sequence forgets nothing when its transaction rolls back.
      IF nextval('completions') = 1 THEN RAISE EXCEPTION 'this completion fails'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER fail_first_completion BEFORE INSERT ON outbox_event_identity
      FOR EACH ROW EXECUTE FUNCTION fail_first_completion();`);
};

const letCompletionsBe = () =>
  world.database.ownerPool.query('DROP FUNCTION fail_first_completion CASCADE; DROP SEQUENCE completions');

describe.each(['retry', 'resumer'] as const)('an effect whose completion failed, taken up by a %s', (taker) => {
  it.each(KINDS)('stays the only one: %s', async (kind) => {
    const key = `k-incomplete-${kind}-${taker}`;
    const send = await INTENTS[kind](key);
    await failNextCompletion();
    try {
      expect(await send()).toMatchObject({ status: 500, body: { code: 'internal_error', retryable: true } });
      expect(await send()).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } });
      await TAKERS[taker](key, send);
    } finally {
      await letCompletionsBe();
    }
    expect(await effectsOf(key)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    expect(await traces(key)).toMatchObject({ state: 'succeeded', events: [expect.any(String)] });
    const replay = await send();
    expect(replay.status).toBe(DONE[kind]);
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
  });
});
