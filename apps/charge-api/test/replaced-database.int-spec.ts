import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WatchIncarnation } from '../src/sweeps/watch-incarnation.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { captureLogLines } from './log-lines.ts';
import { LostRows } from './lost-rows.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let lost: LostRows;
let lines: string[];
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url, LOG_LEVEL: 'error' } });
  gate.target = world.provider.url;
  lost = await LostRows.in(world.database.name);
  lines = captureLogLines();
});
afterEach(async () => {
  gate.letGo();
  await world.provider.control({});
  await lost.setIncarnation('first');
});
afterAll(async () => {
  await lost.close();
  await world.stop();
  await gate.close();
});

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const effectsOf = async (key: string) => world.provider.effectsOfKey(`once_${(await traces(key)).id}`);

/** How often the provider is asked what became of a call, while `work` runs. */
const lookupsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = gate.lookups.total;
  await work();
  return gate.lookups.total - before;
};

const capture = async (key: string) => {
  const { body } = await world.acme.charge({ amount: 1_000, capture: false });
  return { chargeId: String(body.id), send: () => world.acme.capture(body.id, { amount: 700 }, { key }) };
};

describe('a database on the server that it was made on', () => {
  it('has new operations sent without a question', async () => {
    expect(await lookupsOf(() => world.acme.charge({}, { key: 'k-usual' }))).toBe(0);
  });
});

describe.each(['new', 'noticed'] as const)('a database that was replaced (%s)', (moment) => {
  it('asks the provider first: a charge whose rows were lost is found, and not sent again', async () => {
    const key = `k-found-${moment}`;
    const first = await world.acme.charge({}, { key });
    await lost.lose(await traces(key), null);
    await lost.setIncarnation(moment);
    const again = await world.acme.charge({}, { key });
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(await effectsOf(key)).toMatchObject([{ requests_seen: 1 }]);
  });

  it('asks the provider first: a capture whose rows were lost is found, and not sent again', async () => {
    const key = `k-capture-${moment}`;
    const { chargeId, send } = await capture(key);
    const before = await lost.chargeNow(chargeId);
    await send();
    await lost.lose(await traces(key), before);
    await lost.setIncarnation(moment);
    expect(await send()).toMatchObject({ status: 200, body: { id: chargeId, amount_captured: 700 } });
    expect(await effectsOf(key)).toMatchObject([{ requests_seen: 1 }]);
  });

  it('finds a decline again', async () => {
    const key = `k-declined-${moment}`;
    const declined = { source: 'tok_declined' };
    expect((await world.acme.charge(declined, { key })).status).toBe(402);
    await lost.lose(await traces(key), null);
    await lost.setIncarnation(moment);
    expect(await lookupsOf(() => world.acme.charge(declined, { key }))).toBe(1);
    expect(await traces(key)).toMatchObject({ state: 'failed', attempts: [{ outcome: 'declined' }] });
  });

  it('leaves unknown what the provider can not tell, and sends nothing', async () => {
    await lost.setIncarnation(moment);
    await world.provider.control({ faults: [{ kind: 'find_inconclusive' }] });
    const key = `k-inconclusive-${moment}`;
    expect((await world.acme.charge({}, { key })).status).toBe(202);
    expect(await traces(key)).toMatchObject({ state: 'unknown' });
    expect(await effectsOf(key)).toEqual([]);
  });

  it('sends what the provider does not know', async () => {
    await lost.setIncarnation(moment);
    const key = `k-absent-${moment}`;
    expect(await lookupsOf(() => world.acme.charge({}, { key }))).toBe(1);
    expect(await effectsOf(key)).toMatchObject([{ requests_seen: 1 }]);
  });
});

describe('the watch over the database', () => {
  it('writes a replaced one down once, with an alarm, and the questions end when the window is over', async () => {
    await lost.setIncarnation('new');
    const watch = world.instances[0]!.app.get(WatchIncarnation);
    lines.length = 0;
    expect([await watch.look(), await watch.look()]).toEqual([true, false]);
    expect(lines.filter((line) => line.includes('the charge database was replaced'))).toHaveLength(1);
    expect(await lookupsOf(() => world.acme.charge())).toBe(1);
    await lost.setIncarnation('long ago');
    expect(await lookupsOf(() => world.acme.charge())).toBe(0);
  });
});
