import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AcmeCharges } from './acme-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { eventsOf, operationsOf } from './charge-rows.ts';
import { scrape } from './exposition.ts';
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

  it('stands when the provider refuses to release it: a capture may still try', async () => {
    const chargeId = await charges.authorizeOverdue();
    await refuseExpiry();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
    expect((await world.acme.capture(chargeId)).status).toBe(200);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
  });

  it('is released as another operation after a pause that grows, when the provider had refused it', async () => {
    const chargeId = await charges.authorizeOverdue();
    await refuseExpiry();
    expect(await charges.expire()).toBe(0);
    await passTime(chargeId, 30);
    expect(await charges.expire()).toBe(0);
    await passTime(chargeId, 60);
    await refuseExpiry();
    await passTime(chargeId, 120);
    expect(await charges.expire()).toBe(0);
    await passTime(chargeId, 240);
    expect(await charges.expire()).toBe(1);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
    const providerKeys = new Set((await world.provider.effectsOf(chargeId)).map((effect) => effect.provider_key));
    expect(providerKeys.size).toBe(2);
    const { rows } = await world.database.ownerPool.query(
      `SELECT idempotency_key, state FROM operations WHERE charge_id = $1 AND kind = 'charge.expire' ORDER BY created_at`,
      [chargeId],
    );
    const key = `once-expire-${chargeId}`;
    expect(rows).toEqual([
      { idempotency_key: key, state: 'failed' },
      { idempotency_key: `${key}-2`, state: 'failed' },
      { idempotency_key: `${key}-3`, state: 'succeeded' },
    ]);
  });

  it('waits for a person after the fifth refusal, and is asked about no more', async () => {
    const chargeId = await charges.authorizeOverdue();
    for (let refusal = 0; refusal < 5; refusal++) {
      await passTime(chargeId, 86_400);
      await refuseExpiry();
    }
    await passTime(chargeId, 86_400);
    expect(await charges.expire()).toBe(0);
    expect(await operationsOf(world.database.ownerPool, chargeId)).toMatchObject([
      ...[{ kind: 'charge.create' }, ...Array.from({ length: 4 }, () => ({ state: 'failed' }))],
      { kind: 'charge.expire', state: 'needs_review' },
    ]);
  });

  it.each(['charge.expire', 'charge.cancel'])(
    'whose money the provider has taken is a person’s at once, and no failed %s',
    async (kind) => {
      const chargeId = await charges.authorizeOverdue();
      await captureBehindOurBack(chargeId);
      if (kind === 'charge.expire') await charges.expire();
      else expect(await world.acme.cancel(chargeId)).toMatchObject({ status: 202, body: { status: 'authorized' } });
      expect(await operationsOf(world.database.ownerPool, chargeId)).toMatchObject([
        ...[{ kind: 'charge.create' }, { kind, state: 'needs_review' }],
      ]);
      expect(await charges.expire()).toBe(0);
    },
  );

  it('that was canceled at the provider by somebody else is expired', async () => {
    const chargeId = await charges.authorizeOverdue();
    await atProvider(chargeId, 'cancel', {});
    await charges.expire();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
  });

  it('that is released at the provider is expired, also where the release is refused', async () => {
    const chargeId = await charges.authorizeOverdue();
    await atProvider(chargeId, 'cancel', {});
    await refuseExpiry();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000']);
  });

  it('whose money was taken is a person’s, with what the payment shows, also where the refusal does not say so', async () => {
    const chargeId = await charges.authorizeOverdue();
    await captureBehindOurBack(chargeId);
    await refuseExpiry();
    expect(await operationsOf(world.database.ownerPool, chargeId)).toMatchObject([
      ...[{ kind: 'charge.create' }, { kind: 'charge.expire', state: 'needs_review' }],
    ]);
    const { rows } = await world.database.ownerPool.query(
      `SELECT a.detail FROM provider_attempts a JOIN operations o ON o.id = a.operation_id
       WHERE o.charge_id = $1 AND o.kind = 'charge.expire'`,
      [chargeId],
    );
    expect(rows).toEqual([{ detail: expect.stringContaining('capture 1000 EUR') }]);
  });

  it('is unknown, and not failed, where the payment can not be looked up after the refusal', async () => {
    const chargeId = await charges.authorizeOverdue();
    const { target } = gate;
    const held = gate.holdNext();
    const round = charges.expire();
    const call = await held;
    gate.target = 'http://127.0.0.1:1';
    call.answer(422, { code: 'not_cancelable', message: 'no' });
    await round;
    gate.target = target;
    expect(await operationsOf(world.database.ownerPool, chargeId)).toMatchObject([
      ...[{ kind: 'charge.create' }, { kind: 'charge.expire', state: 'unknown' }],
    ]);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
  });

  it('is counted for as long as it is not released, with the time for which it should have been', async () => {
    const chargeId = await charges.authorizeOverdue();
    await world.database.ownerPool.query(
      `UPDATE charges SET authorization_expires_at = clock_timestamp() - interval '1 hour' WHERE id = $1`,
      [chargeId],
    );
    const shown = async () => {
      const samples = await scrape(world.instances[0]!.url);
      return [
        samples.get('charge_authorizations_overdue'),
        samples.get('charge_authorizations_overdue_oldest_seconds'),
      ];
    };
    const [count, oldest] = await shown();
    expect(count).toBe(1);
    expect(oldest).toBeGreaterThanOrEqual(3_600);
    await charges.expire();
    expect(await shown()).toEqual([0, 0]);
  });
});

/** A round whose one call is refused. */
const refuseExpiry = async (): Promise<void> => {
  const held = gate.holdNext();
  const round = charges.expire();
  (await held).answer(422, { code: 'not_cancelable', message: 'no' });
  expect(await round).toBe(1);
};

/** The last refusal is so many seconds ago. */
const passTime = async (chargeId: string, seconds: number): Promise<void> => {
  await world.database.ownerPool.query(
    `UPDATE operations SET completed_at = clock_timestamp() - $2::integer * interval '1 second'
     WHERE charge_id = $1 AND kind = 'charge.expire' AND state = 'failed'`,
    [chargeId, seconds],
  );
};

/** What somebody else does with the payment of a charge. */
const atProvider = async (chargeId: string, action: string, fields: object): Promise<void> => {
  const [effect] = await world.provider.effectsOf(chargeId);
  const done = await fetch(`${world.provider.url}/v1/payments/${effect?.payment_id}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `behind-our-back-${chargeId}` },
    body: JSON.stringify({ metadata: {}, ...fields }),
  });
  expect(done.status).toBe(200);
};

const captureBehindOurBack = (chargeId: string): Promise<void> =>
  atProvider(chargeId, 'capture', { amount_minor: '1000' });
