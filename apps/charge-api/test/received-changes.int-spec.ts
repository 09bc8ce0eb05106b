import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AbandonOperations } from '../src/sweeps/abandon-operations.ts';
import { AcmeCharges } from './acme-charges.ts';
import type { Answer } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { operationsOf } from './charge-rows.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let charges: AcmeCharges;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ instances: 2, env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  charges = new AcmeCharges(world);
});
afterEach(async () => {
  gate.letGo();
  await world.provider.control({});
});
afterAll(async () => {
  await world.stop();
  await gate.close();
});

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const stored = async (key: string) => (await world.acme.get(`/v1/idempotency-keys/${key}`)).body;

const refund = (chargeId: string, amount: number, key: string, instance = 0): Promise<Answer> =>
  world.acme.refund(chargeId, { amount }, { key, url: world.instances[instance]!.url });
const capture = (chargeId: string, key: string, instance = 0): Promise<Answer> =>
  world.acme.capture(chargeId, {}, { key, url: world.instances[instance]!.url });

const sell = async (): Promise<string> => String((await world.acme.charge({ amount: 1_000 })).body.id);

/** Sends it while the provider refuses everything before it acts: the key goes back to RECEIVED. */
const leaveReceived = async (key: string, send: () => Promise<Answer>): Promise<void> => {
  await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
  expect(await send()).toMatchObject({ status: 503, body: { code: 'provider_unavailable' } });
  expect(await stored(key)).toMatchObject({ state: 'RECEIVED' });
};

const expectBusy = ({ status, body }: Answer): void =>
  expect({ status, body }).toMatchObject({ status: 409, body: { code: 'charge_busy', retryable: true } });

describe('a refund that went back to RECEIVED', () => {
  it('gives its reservation back, so that another one gets the money', async () => {
    const chargeId = await sell();
    await leaveReceived('k-first', () => refund(chargeId, 1_000, 'k-first'));
    expect((await traces('k-first')).charge).toMatchObject({ reservedMinor: 0 });
    expect((await refund(chargeId, 600, 'k-second')).status).toBe(201);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'partially_refunded', amount_refunded: 600 });
  });

  it('takes it again when it is sent again, before the provider is called', async () => {
    const chargeId = await sell();
    await leaveReceived('k-again', () => refund(chargeId, 700, 'k-again'));
    const held = gate.holdNext();
    const sending = refund(chargeId, 700, 'k-again');
    const call = await held;
    expect((await traces('k-again')).charge).toMatchObject({ reservedMinor: 700 });
    expectBusy(await refund(chargeId, 301, 'k-beside'));
    await call.forward();
    expect((await sending).status).toBe(201);
    expect(await charges.effectsOf(chargeId)).toEqual(['sale 1000', 'refund 700']);
  });

  it('is told to wait while open refunds hold what it needs, stays RECEIVED, and is not given up for that', async () => {
    const chargeId = await sell();
    await leaveReceived('k-waits', () => refund(chargeId, 700, 'k-waits'));
    const held = gate.holdNext();
    const other = refund(chargeId, 400, 'k-holds');
    const call = await held;
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE idempotency_key = 'k-waits'`,
    );
    expectBusy(await refund(chargeId, 700, 'k-waits'));
    await world.instances[0]!.app.get(AbandonOperations).run();
    expect(await traces('k-waits')).toMatchObject({ state: 'pending', key: { state: 'RECEIVED' } });
    // The other one is refused: the money is there again.
    call.answer(422, { code: 'not_now', message: 'no' });
    expect((await other).status).toBe(402);
    expect((await refund(chargeId, 700, 'k-waits')).status).toBe(201);
  });

  it('is refused for good, without a call, when the money has gone back meanwhile', async () => {
    const chargeId = await sell();
    await leaveReceived('k-too-late', () => refund(chargeId, 700, 'k-too-late'));
    expect((await refund(chargeId, 400, 'k-faster')).status).toBe(201);
    const refused = await refund(chargeId, 700, 'k-too-late');
    expect(refused).toMatchObject({ status: 422, body: { code: 'amount_too_large', amount_left: 600 } });
    expect(await traces('k-too-late')).toMatchObject({
      ...{ state: 'failed', key: { state: 'FAILED' }, attempts: [{ outcome: 'refused' }] },
      charge: { reservedMinor: 400, refundedMinor: 400 },
    });
    const again = await refund(chargeId, 700, 'k-too-late', 1);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([refused.text, 'true']);
    expect(await charges.effectsOf(chargeId)).toEqual(['sale 1000', 'refund 400']);
  });

  it('is given up without giving anything back a second time', async () => {
    const chargeId = await sell();
    await leaveReceived('k-given-up', () => refund(chargeId, 600, 'k-given-up'));
    expect((await refund(chargeId, 500, 'k-beside-given-up')).status).toBe(201);
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE idempotency_key = 'k-given-up'`,
    );
    await world.instances[0]!.app.get(AbandonOperations).run();
    expect(await traces('k-given-up')).toMatchObject({
      ...{ state: 'failed', key: { state: 'FAILED' } },
      charge: { reservedMinor: 500, refundedMinor: 500 },
    });
  });

  it('shares what there is with another one that is sent again in the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const chargeId = await sell();
      const keys = [`k-both-${round}-0`, `k-both-${round}-1`];
      for (const key of keys) await leaveReceived(key, () => refund(chargeId, 600, key));
      const answers = await Promise.all(keys.map((key, index) => refund(chargeId, 600, key, index)));
      const statuses = answers.map(({ status }) => status).sort();
      expect([...statuses, 'of 600 and 600']).not.toEqual([201, 201, 'of 600 and 600']);
      expect(statuses[0]).toBe(201);
      expect(await charges.effectsOf(chargeId)).toEqual(['sale 1000', 'refund 600']);
      const later = await Promise.all(keys.map((key) => refund(chargeId, 600, key)));
      expect(later.map(({ status }) => status).sort()).toEqual([201, 422]);
    }
  });
});

describe('a refund that does not fit beside open ones', () => {
  it('is told to wait where it fits what they may leave, and refused for good where it does not', async () => {
    const chargeId = await sell();
    const held = gate.holdNext();
    const open = refund(chargeId, 400, 'k-open');
    const call = await held;
    expectBusy(await refund(chargeId, 700, 'k-may-fit'));
    expect((await stored('k-may-fit')).code).toBe('not_found');
    const never = await refund(chargeId, 1_001, 'k-never-fits');
    expect(never).toMatchObject({ status: 422, body: { code: 'amount_too_large', amount_left: 1_000 } });
    await call.forward();
    expect((await open).status).toBe(201);
    expect(await refund(chargeId, 700, 'k-may-fit')).toMatchObject({
      ...{ status: 422, body: { code: 'amount_too_large', amount_left: 600 } },
    });
  });
});

describe('a capture that went back to RECEIVED', () => {
  it('is in nobody’s way: the authorization can be canceled, and then the capture is refused for good', async () => {
    const chargeId = await charges.authorize();
    await leaveReceived('k-captured', () => capture(chargeId, 'k-captured'));
    expect((await world.acme.cancel(chargeId)).status).toBe(200);
    const refused = await capture(chargeId, 'k-captured');
    expect(refused).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    expect((await capture(chargeId, 'k-captured', 1)).text).toBe(refused.text);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
  });

  it('leaves the charge to its expiry', async () => {
    const chargeId = await charges.authorizeOverdue();
    await leaveReceived('k-overdue', () => capture(chargeId, 'k-overdue'));
    await charges.expire();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
    expect(await capture(chargeId, 'k-overdue')).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
  });

  it('is told to wait, and stays RECEIVED, while another change is open', async () => {
    const chargeId = await charges.authorize();
    await leaveReceived('k-late-capture', () => capture(chargeId, 'k-late-capture'));
    const held = gate.holdNext();
    const cancel = world.acme.cancel(chargeId);
    const call = await held;
    expectBusy(await capture(chargeId, 'k-late-capture'));
    expect(await stored('k-late-capture')).toMatchObject({ state: 'RECEIVED' });
    call.answer(422, { code: 'not_now', message: 'no' });
    expect((await cancel).status).toBe(402);
    expect((await capture(chargeId, 'k-late-capture')).status).toBe(200);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
  });

  it('makes a refund wait, because it may still be sent again', async () => {
    const chargeId = await charges.authorize();
    await leaveReceived('k-to-come', () => capture(chargeId, 'k-to-come'));
    expectBusy(await refund(chargeId, 100, 'k-early-refund'));
    expect((await capture(chargeId, 'k-to-come')).status).toBe(200);
    expect((await refund(chargeId, 100, 'k-early-refund')).status).toBe(201);
  });

  it('shares one charge with a second capture, a cancel and an expiry that come in the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const chargeId = await charges.authorizeOverdue();
      const keys = [`k-melee-${round}-0`, `k-melee-${round}-1`];
      for (const key of keys) await leaveReceived(key, () => capture(chargeId, key));
      const sent = [...keys.map((key, index) => capture(chargeId, key, index)), world.acme.cancel(chargeId)];
      const [answers] = await Promise.all([Promise.all(sent), charges.expire(round % 2)]);
      const { status } = await charges.show(chargeId);
      expect(['captured', 'canceled', 'expired']).toContain(status);
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(status === 'expired' ? 0 : 1);
      expect(await charges.effectsOf(chargeId)).toHaveLength(2);
      const later = await Promise.all(keys.map((key) => capture(chargeId, key)));
      for (const answer of later) expect([200, 422]).toContain(answer.status);
    }
  });

  it('is either served or given up when its caller comes back in the moment in which it is given up', async () => {
    for (let round = 0; round < 6; round++) {
      const key = `k-edge-${round}`;
      const chargeId = await charges.authorize();
      await leaveReceived(key, () => capture(chargeId, key));
      await world.database.ownerPool.query(
        `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE idempotency_key = $1`,
        [key],
      );
      const [answer] = await Promise.all([
        capture(chargeId, key),
        world.instances[1]!.app.get(AbandonOperations).run(),
      ]);
      const isServed = answer.status === 200;
      expect(await traces(key)).toMatchObject({ state: isServed ? 'succeeded' : 'failed' });
      expect(await charges.effectsOf(chargeId)).toHaveLength(isServed ? 2 : 1);
    }
  });
});

describe('an expiry that went back to RECEIVED', () => {
  it('leaves the charge to a capture, and is given up when nothing comes of it any more', async () => {
    const chargeId = await charges.authorizeOverdue();
    await world.provider.addFault({ kind: 'refuse_before_effect', operations: ['cancel'], times: 1 });
    await charges.expire();
    expect((await capture(chargeId, 'k-instead-of-expiry')).status).toBe(200);
    const key = `once-expire-${chargeId}`;
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE idempotency_key = $1`,
      [key],
    );
    await world.instances[0]!.app.get(AbandonOperations).run();
    expect(await operationsOf(world.database.ownerPool, chargeId)).toMatchObject([
      ...[{ kind: 'charge.create' }, { kind: 'charge.expire', state: 'failed' }],
      { kind: 'charge.capture', state: 'succeeded' },
    ]);
  });
});
