import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { LostRows } from './lost-rows.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let lost: LostRows;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  lost = await LostRows.in(world.database.name);
});
afterEach(() => gate.letGo());
afterAll(async () => {
  await lost.close();
  await world.stop();
  await gate.close();
});

interface Intent {
  /** The charge that is changed; null where it is made. */
  chargeId: string | null;
  send: (fields?: Record<string, unknown>) => Promise<Answer>;
}

const INTENTS = {
  charge: (key: string): Promise<Intent> =>
    Promise.resolve({
      chargeId: null,
      send: (fields = {}) => world.acme.charge({ amount: 1_000, ...fields }, { key }),
    }),
  capture: async (key: string): Promise<Intent> => {
    const { body } = await world.acme.charge({ amount: 1_000, capture: false });
    return {
      chargeId: String(body.id),
      send: (fields = {}) => world.acme.capture(body.id, { amount: 700, ...fields }, { key }),
    };
  },
  refund: async (key: string): Promise<Intent> => {
    const { body } = await world.acme.charge({ amount: 1_000 });
    return {
      chargeId: String(body.id),
      send: (fields = {}) => world.acme.refund(body.id, { amount: 400, ...fields }, { key }),
    };
  },
};
const KINDS = ['charge', 'capture', 'refund'] as const;
const DONE = { charge: 201, capture: 200, refund: 201 };

const traces = (key: string) => readTraces(world.database.ownerPool, key);

const eventOf = async (operationId: string): Promise<unknown> => {
  const { rows } = await world.database.ownerPool.query(
    `SELECT event_id, charge_id, version, event_type FROM outbox WHERE payload::json ->> 'operation_id' = $1`,
    [operationId],
  );
  return rows;
};

const effectsOf = async (operationId: string) =>
  (await world.provider.effects()).filter(({ metadata }) => metadata.operation_id === operationId);

const begin = async (kind: (typeof KINDS)[number], key: string) => {
  const { chargeId, send } = await INTENTS[kind](key);
  return { send, before: chargeId === null ? null : await lost.chargeNow(chargeId) };
};

describe.each(KINDS)('a %s whose rows were lost after the provider had acted', (kind) => {
  it('is the same operation when its caller asks again: one effect, the same ids, the same event', async () => {
    const key = `k-vanished-${kind}`;
    const { send, before } = await begin(kind, key);
    const first = await send();
    expect(first.status).toBe(DONE[kind]);
    const { id, chargeId } = await traces(key);
    const event = await eventOf(id);
    await lost.lose({ id, chargeId }, before);
    await expect(traces(key)).rejects.toThrow('0 operations have the key');

    const again = await send();
    expect(again.status).toBe(DONE[kind]);
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    expect(again.body.id).toBe(first.body.id);
    expect(await traces(key)).toMatchObject({ id, chargeId, state: 'succeeded', events: [expect.any(String)] });
    expect(await eventOf(id)).toEqual(event);
    expect(await effectsOf(id)).toHaveLength(1);
  });

  it('is done once where they were lost under the worker that was about to complete it', async () => {
    const key = `k-vanished-under-${kind}`;
    const { send, before } = await begin(kind, key);
    const held = gate.holdNext();
    const first = send();
    const call = await held;
    const { id, chargeId } = await traces(key);
    await lost.lose({ id, chargeId }, before);
    await call.forward();
    expect((await first).status).toBe(DONE[kind]);
    expect(await traces(key)).toMatchObject({ id, chargeId, state: 'succeeded', key: { state: 'COMPLETED' } });
    expect(await effectsOf(id)).toHaveLength(1);
  });

  it('is unknown, and not failed, where the key then comes with other parameters', async () => {
    const key = `k-vanished-other-${kind}`;
    const { send, before } = await begin(kind, key);
    await send();
    const { id, chargeId } = await traces(key);
    await lost.lose({ id, chargeId }, before);
    const other = await send({ amount: 300 });
    expect(other.status).toBe(202);
    expect(await traces(key)).toMatchObject({ id, chargeId, state: 'unknown', events: [] });
    expect(await effectsOf(id)).toHaveLength(1);
  });
});
