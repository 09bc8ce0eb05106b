import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ExpireCharges } from '../src/change/expire/expire-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { transitionsOf } from './charge-rows.ts';
import { ProviderGate } from './provider-gate.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';
import { inTrace, startTracing, stopTracing } from './traced-requests.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let sweeps: SweepsByHand;
beforeAll(async () => {
  startTracing();
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterEach(() => gate.letGo());
afterAll(async () => {
  await world.stop();
  await gate.close();
  stopTracing();
});

/** The trace of the n-th request of a test. */
const traceparent = (n: number) => `00-0af7651916cd43dd8448eb211c8031${String(n).padStart(2, '0')}-b7ad6b7169203331-01`;
const traced = (n: number, key?: string) => ({ headers: { traceparent: traceparent(n) }, ...(key ? { key } : {}) });

const history = (chargeId: unknown) => transitionsOf(world.database.ownerPool, chargeId);
const tracesOfEvents = async (chargeId: unknown): Promise<unknown[]> => {
  const sql = 'SELECT traceparent FROM outbox WHERE charge_id = $1 ORDER BY version';
  return (await world.database.ownerPool.query<{ traceparent: string }>(sql, [chargeId])).rows.map(
    (row) => row.traceparent,
  );
};

const authorized = async (): Promise<string> =>
  String((await world.acme.charge({ amount: 1_000, capture: false }, traced(1))).body.id);

const row = (kind: string, steps: string, { by = 'charge-api', why = 'provider_succeeded', trace = 1 } = {}) => {
  const [from_status, to_status] = steps.split(' → ');
  return { kind, from_status, to_status, actor: by, reason: why, traceparent: traceparent(trace) };
};

describe('the history of a charge says who moved it, why, and in which trace', () => {
  it('from its authorization over a capture of a part to the last refund', async () => {
    const chargeId = await authorized();
    await world.acme.capture(chargeId, { amount: 700 }, traced(2));
    await world.acme.refund(chargeId, { amount: 100 }, traced(3));
    await world.acme.refund(chargeId, { amount: 200 }, traced(4));
    await world.acme.refund(chargeId, {}, traced(5));
    expect(await history(chargeId)).toEqual([
      row('charge.create', 'pending → authorized', { trace: 1 }),
      row('charge.capture', 'authorized → captured', { trace: 2 }),
      row('refund.create', 'captured → partially_refunded', { trace: 3 }),
      row('refund.create', 'partially_refunded → partially_refunded', { trace: 4 }),
      row('refund.create', 'partially_refunded → refunded', { trace: 5 }),
    ]);
    expect(await tracesOfEvents(chargeId)).toEqual([1, 2, 3, 4, 5].map(traceparent));
  });

  it('when it is charged at once, and when it is declined', async () => {
    const { body } = await world.acme.charge({}, traced(1));
    expect(await history(body.id)).toEqual([row('charge.create', 'pending → captured')]);
    const declined = await world.acme.charge({ source: 'tok_declined' }, traced(2));
    expect(await history(declined.body.charge_id)).toEqual([
      row('charge.create', 'pending → failed', { why: 'generic_decline', trace: 2 }),
    ]);
  });

  it('when it is canceled', async () => {
    const chargeId = await authorized();
    await world.acme.cancel(chargeId, traced(2));
    expect((await history(chargeId))[1]).toEqual(row('charge.cancel', 'authorized → canceled', { trace: 2 }));
  });

  it('when it expires, which the trace of the job did', async () => {
    const chargeId = await authorized();
    const past = `UPDATE charges SET authorization_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`;
    await world.database.ownerPool.query(past, [chargeId]);
    await inTrace(traceparent(7), () => world.instances[0]!.app.get(ExpireCharges).run());
    expect((await history(chargeId))[1]).toEqual(row('charge.expire', 'authorized → expired', { trace: 7 }));
    expect(await tracesOfEvents(chargeId)).toEqual([1, 7].map(traceparent));
  });

  it('when nobody knows its outcome, and when the resolver finds out, in the trace of the request', async () => {
    const held = gate.holdNext();
    const charging = world.acme.charge({}, traced(3, 'k-unknown'));
    await (await held).forwardAndLoseAnswer();
    const { body } = await charging;
    expect(await sweeps.resolve('k-unknown')).toBe('completed');
    expect(await history(body.id)).toEqual([
      row('charge.create', 'pending → unknown', { why: 'provider_gave_no_answer', trace: 3 }),
      row('charge.create', 'unknown → captured', { by: 'resolver', trace: 3 }),
    ]);
    expect(await tracesOfEvents(body.id)).toEqual([traceparent(3)]);
  });

  it('when a capture without an answer is found done', async () => {
    const chargeId = await authorized();
    const held = gate.holdNext();
    const capture = world.acme.capture(chargeId, { amount: 1 }, traced(2, 'k-capture'));
    await (await held).forwardAndLoseAnswer();
    expect((await capture).status).toBe(202);
    expect(await history(chargeId)).toHaveLength(1);
    expect(await sweeps.resolve('k-capture')).toBe('completed');
    expect((await history(chargeId))[1]).toEqual(
      row('charge.capture', 'authorized → captured', { by: 'resolver', trace: 2 }),
    );
  });

  it('when a person has to decide', async () => {
    const held = gate.holdNext();
    const charging = world.acme.charge({}, traced(4, 'k-review'));
    (await held).drop();
    const { body } = await charging;
    await sweeps.age('k-review', 2 * 86_400_000);
    expect(await sweeps.resolve('k-review')).toBe('unsettled');
    expect((await history(body.id))[1]).toEqual(
      row('charge.create', 'unknown → needs_review', {
        ...{ by: 'resolver', why: 'no_verdict_after_key_window', trace: 4 },
      }),
    );
  });

  it('and has no row for what moved nothing', async () => {
    const chargeId = await authorized();
    await world.acme.capture(chargeId, { amount: 1_001 }, traced(2));
    await world.acme.refund(chargeId, {}, traced(3));
    const held = gate.holdNext();
    const capture = world.acme.capture(chargeId, {}, traced(4));
    (await held).answer(402, { code: 'card_declined', decline_code: 'generic_decline', message: 'declined' });
    expect((await capture).status).toBe(402);
    expect(await history(chargeId)).toHaveLength(1);
  });
});
