import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { ProviderGate } from './provider-gate.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { ...TIMES, PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
});
afterEach(() => gate.letGo());
afterAll(async () => {
  await world.stop();
  await gate.close();
});

/** Far apart: leases end by SQL here, and no caller is to be sent away while the test looks around. */
const TIMES = {
  ...{ ANSWER_DEADLINE_MS: '20000', CLIENT_ATTEMPT_TIMEOUT_MS: '25000' },
  ...{ LEASE_MS: '30000', PROVIDER_TIMEOUT_MS: '60000' },
};

type Send = () => Promise<Answer>;

/** One intent of each kind under a key of its own, and a way to send it again and again. */
const INTENTS = {
  charge:
    async (key: string): Promise<Send> =>
    () =>
      world.acme.charge({}, { key }),
  refund: async (key: string): Promise<Send> => {
    const { body } = await world.acme.charge();
    return () => world.acme.refund(body.id, { amount: 400 }, { key });
  },
};

/** Moves the end of the key's lease into the past, as the passing of time would. */
const endLease = (key: string) =>
  world.database.ownerPool.query(
    `UPDATE idempotency_keys SET lease_until = clock_timestamp() - interval '1 second'
     WHERE idempotency_key = $1 AND state = 'PROCESSING'`,
    [key],
  );

const attemptsOf = async (key: string) => {
  const { rows } = await world.database.ownerPool.query<{ attempt: number; outcome: string; provider_key: string }>(
    `SELECT a.attempt, a.outcome, a.provider_key
     FROM operations o JOIN provider_attempts a ON a.operation_id = o.id
     WHERE o.idempotency_key = $1 ORDER BY a.attempt`,
    [key],
  );
  return rows;
};

const effectsOf = async (providerKey: string) => {
  const effects = await world.provider.effects();
  return effects.filter(({ provider_key: key }) => key === providerKey);
};

/** Effects that belong to the key's operation, under whatever provider key they were made. */
const effectsOfKey = async (key: string) => {
  const { rows } = await world.database.ownerPool.query<{ id: string }>(
    'SELECT id FROM operations WHERE idempotency_key = $1',
    [key],
  );
  const effects = await world.provider.effects();
  return effects.filter(({ metadata }) => metadata.operation_id === rows[0]?.id);
};

describe.each(['charge', 'refund'] as const)('a %s whose worker lost the provider', (kind) => {
  it('has its attempt committed before each call', async () => {
    const key = `k-attempt-${kind}`;
    const send = await INTENTS[kind](key);
    for (const attempt of [1, 2]) {
      const held = gate.holdNext();
      const answer = send();
      const call = await held;
      expect((await attemptsOf(key))[attempt - 1]).toEqual({
        ...{ attempt, outcome: 'open', provider_key: call.providerKey },
      });
      call.drop();
      expect((await answer).status).toBe(202);
      await endLease(key);
    }
    expect((await send()).status).toBe(201);
    expect(await effectsOfKey(key)).toHaveLength(1);
  });

  it('is found where the provider has acted, and not sent again', async () => {
    const key = `k-found-${kind}`;
    const send = await INTENTS[kind](key);
    const held = gate.holdNext();
    const first = send();
    const call = await held;
    await call.forwardAndLoseAnswer();
    expect((await first).status).toBe(202);
    await endLease(key);
    const resumed = await send();
    expect(resumed.status).toBe(201);
    expect(await effectsOfKey(key)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    expect((await send()).text).toBe(resumed.text);
  });

  it('is sent again under the same provider key where the provider knows nothing, and a late twin finds it done', async () => {
    const key = `k-late-${kind}`;
    const send = await INTENTS[kind](key);
    const held = gate.holdNext();
    const first = send();
    const call = await held;
    await endLease(key);
    const resumed = await send();
    expect(resumed.status).toBe(201);
    // Only now does the first worker's request get through, and its answer back to it.
    await call.forward();
    const late = await first;
    expect(late).toMatchObject({ status: 201, text: resumed.text });
    expect(late.headers.get('idempotent-replayed')).toBe('true');
    expect(await effectsOf(call.providerKey)).toEqual([expect.objectContaining({ requests_seen: 2 })]);
    expect(await effectsOfKey(key)).toHaveLength(1);
    expect((await attemptsOf(key)).map((row) => row.provider_key)).toEqual([call.providerKey, call.providerKey]);
  });

  it('refuses the write of a worker that comes back with another answer', async () => {
    const key = `k-stale-${kind}`;
    const send = await INTENTS[kind](key);
    const held = gate.holdNext();
    const first = send();
    const call = await held;
    await endLease(key);
    const resumed = await send();
    expect(resumed.status).toBe(201);
    const before = await world.stored();
    call.answer(402, { code: 'card_declined', decline_code: 'generic_decline', message: 'declined' });
    const stale = await first;
    expect(stale).toMatchObject({ status: 201, text: resumed.text });
    expect(stale.headers.get('idempotent-replayed')).toBe('true');
    expect(await world.stored()).toEqual(before);
    expect((await send()).text).toBe(resumed.text);
    expect((await attemptsOf(key)).map(({ outcome }) => outcome)).toEqual(['open', 'succeeded']);
    expect(await effectsOfKey(key)).toHaveLength(1);
  });
});
