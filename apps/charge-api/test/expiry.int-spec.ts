import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AcmeCharges } from './acme-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { eventsOf, operationsOf } from './charge-rows.ts';
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
/** Each test has its round to itself: what earlier ones left authorized lasts on. */
beforeEach(() =>
  world.database.ownerPool.query(
    `UPDATE charges SET authorization_expires_at = 'infinity' WHERE authorization_expires_at IS NOT NULL`,
  ),
);
afterEach(async () => {
  gate.letGo();
  await world.provider.control({});
});
afterAll(async () => {
  await world.stop();
  await gate.close();
});

describe('an authorization whose time is over', () => {
  it('is released at the provider, once, and its charge is expired with an event', async () => {
    const chargeId = await charges.authorizeOverdue();
    expect(await charges.expire()).toBe(1);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired', amount_captured: 0 });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
    expect(await eventsOf(world.database.ownerPool, chargeId)).toEqual([
      { version: 1, type: 'authorized', amount: '1000' },
      { version: 2, type: 'expired', amount: '1000' },
    ]);
    expect(await charges.expire()).toBe(0);
    expect(await operationsOf(world.database.ownerPool, chargeId)).toEqual([
      { kind: 'charge.create', state: 'succeeded', amount: 1_000, failure_code: null },
      { kind: 'charge.expire', state: 'succeeded', amount: 1_000, failure_code: null },
    ]);
  });

  it('can not be captured, canceled or refunded afterwards', async () => {
    const chargeId = await charges.authorizeOverdue();
    await charges.expire();
    const answers = [
      await world.acme.capture(chargeId),
      await world.acme.cancel(chargeId),
      await world.acme.refund(chargeId),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
      expect(answer.body.detail).toContain('expired');
    }
  });

  it('keeps the reference of its charge', async () => {
    const chargeId = await charges.authorize({ reference: 'order-expired' });
    await charges.endAuthorization(chargeId);
    await charges.expire();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
    expect(await world.acme.charge({ reference: 'order-expired' })).toMatchObject({
      status: 409,
      body: { code: 'reference_in_use', charge_id: chargeId },
    });
  });

  it('is released by one of two replicas that look at the same moment', async () => {
    const chargeIds = await Promise.all(Array.from({ length: 10 }, () => charges.authorizeOverdue()));
    await Promise.all([charges.expire(0), charges.expire(1), charges.expire(0), charges.expire(1)]);
    for (const chargeId of chargeIds) {
      expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
      expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
      expect(await operationsOf(world.database.ownerPool, chargeId)).toHaveLength(2);
    }
    const cancels = (await world.provider.effects()).filter(({ operation }) => operation === 'cancel');
    expect(cancels).toEqual(cancels.map(() => expect.objectContaining({ requests_seen: 1 })));
  });

  it('is left alone when it was captured or canceled in time', async () => {
    const [captured, canceled, running] = [
      await charges.authorize(),
      await charges.authorize(),
      await charges.authorize(),
    ];
    await world.acme.capture(captured);
    await world.acme.cancel(canceled);
    await Promise.all([captured, canceled].map((chargeId) => charges.endAuthorization(chargeId)));
    expect(await charges.expire()).toBe(0);
    expect(await charges.show(running)).toMatchObject({ status: 'authorized' });
  });

  it('goes to exactly one of a capture and an expiry of the same moment', async () => {
    for (let round = 0; round < 12; round++) {
      const chargeId = await charges.authorizeOverdue();
      const [capture] = await Promise.all([world.acme.capture(chargeId), charges.expire(1), charges.expire(0)]);
      const { status } = await charges.show(chargeId);
      expect(status).toBe(capture.status === 200 ? 'captured' : 'expired');
      expect(await charges.effectsOf(chargeId)).toEqual([
        'authorize 1000',
        status === 'captured' ? 'capture 1000' : 'cancel 1000',
      ]);
      expect(await eventsOf(world.database.ownerPool, chargeId)).toHaveLength(2);
    }
  });

  it('waits for a capture that is open, and is not released when that succeeds', async () => {
    const chargeId = await charges.authorizeOverdue();
    const held = gate.holdNext();
    const capture = world.acme.capture(chargeId);
    const call = await held;
    expect(await charges.expire()).toBe(0);
    await call.forward();
    expect((await capture).status).toBe(200);
    expect(await charges.expire()).toBe(0);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
  });

  it('sends a capture away while it is being released', async () => {
    const chargeId = await charges.authorizeOverdue();
    const held = gate.holdNext();
    const round = charges.expire();
    const call = await held;
    const busy = await world.acme.capture(chargeId, {}, { key: 'k-too-late' });
    expect(busy).toMatchObject({ status: 409, body: { code: 'charge_busy', retryable: true } });
    await call.forward();
    await round;
    expect(await world.acme.capture(chargeId, {}, { key: 'k-too-late' })).toMatchObject({
      status: 422,
      body: { code: 'charge_state_invalid' },
    });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
  });

  it('is tried again, as the same operation, when the provider was not reached', async () => {
    const chargeId = await charges.authorizeOverdue();
    await world.provider.addFault({ kind: 'refuse_before_effect', operations: ['cancel'], times: 1 });
    expect(await charges.expire()).toBe(1);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
    expect((await world.acme.get(`/v1/idempotency-keys/once-expire-${chargeId}`)).body).toMatchObject({
      ...{ state: 'RECEIVED', attempts: 1 },
    });
    expect(await charges.expire(1)).toBe(1);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
    expect(await operationsOf(world.database.ownerPool, chargeId)).toHaveLength(2);
  });

  it('is left to the resolver when the provider gave no answer, and its charge is busy until then', async () => {
    const chargeId = await charges.authorizeOverdue();
    const held = gate.holdNext();
    const round = charges.expire();
    await (await held).forwardAndLoseAnswer();
    await round;
    expect(await operationsOf(world.database.ownerPool, chargeId)).toMatchObject([
      ...[{ state: 'succeeded' }, { kind: 'charge.expire', state: 'unknown' }],
    ]);
    expect(await charges.expire()).toBe(0);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
    expect(await world.acme.capture(chargeId)).toMatchObject({ status: 409, body: { code: 'charge_busy' } });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
  });

  it('stands when the provider refuses to release it: it is not asked twice, and a capture may still try', async () => {
    const chargeId = await charges.authorizeOverdue();
    const held = gate.holdNext();
    const round = charges.expire();
    (await held).answer(422, { code: 'not_cancelable', message: 'no' });
    await round;
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
    expect(await charges.expire()).toBe(0);
    expect((await world.acme.capture(chargeId)).status).toBe(200);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
  });
});
