import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AcmeCharges } from './acme-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { eventsOf, operationsOf } from './charge-rows.ts';
import { untilFree } from './until-free.ts';
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
afterEach(() => gate.letGo());
afterAll(async () => {
  await world.stop();
  await gate.close();
});

describe('a capture', () => {
  it('of everything is 200 with the charge, one effect and one event', async () => {
    const chargeId = await charges.authorize();
    const captured = await world.acme.capture(chargeId);
    expect(captured).toMatchObject({
      status: 200,
      body: { id: chargeId, status: 'captured', amount: 1_000, amount_captured: 1_000, amount_refunded: 0 },
    });
    expect(captured.headers.get('location')).toBe(`/v1/charges/${chargeId}`);
    expect((await world.acme.get(`/v1/charges/${chargeId}`)).text).toBe(captured.text);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
    expect(await eventsOf(world.database.ownerPool, chargeId)).toEqual([
      { version: 1, type: 'authorized', amount: '1000' },
      { version: 2, type: 'captured', amount: '1000' },
    ]);
  });

  it('of a part takes that part, and the rest is released for good', async () => {
    const chargeId = await charges.authorize();
    expect(await world.acme.capture(chargeId, { amount: 400 })).toMatchObject({
      status: 200,
      body: { status: 'captured', amount: 1_000, amount_captured: 400 },
    });
    expect(await world.acme.capture(chargeId, { amount: 600 })).toMatchObject({
      status: 422,
      body: { code: 'charge_state_invalid', retryable: false },
    });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 400']);
    expect(await eventsOf(world.database.ownerPool, chargeId)).toEqual([
      { version: 1, type: 'authorized', amount: '1000' },
      { version: 2, type: 'captured', amount: '400' },
    ]);
  });

  it.each([[undefined], ['{}'], ['{"amount":700}'], ['{"amount":7e2}'], ['{"amount":700.0}']])(
    'takes the body %j for everything',
    async (body) => {
      const chargeId = await charges.authorize({ amount: 700 });
      expect(await world.acme.post(`/v1/charges/${chargeId}/capture`, body)).toMatchObject({
        status: 200,
        body: { amount_captured: 700 },
      });
    },
  );

  it('of more than was authorized is 422 with what was, stored, and moves nothing', async () => {
    const chargeId = await charges.authorize();
    const refused = await world.acme.capture(chargeId, { amount: 1_001 }, { key: 'k-over' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'amount_too_large', amount_left: 1_000, charge_id: chargeId, retryable: false },
    });
    expect(refused.headers.get('should-retry')).toBe('false');
    expect((await world.acme.capture(chargeId)).status).toBe(200);
    const again = await world.acme.capture(chargeId, { amount: 1_001 }, { key: 'k-over' });
    expect(again.text).toBe(refused.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await world.acme.get('/v1/idempotency-keys/k-over')).body).toMatchObject({ state: 'FAILED' });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
    expect(await operationsOf(world.database.ownerPool, chargeId)).toEqual([
      { kind: 'charge.create', state: 'succeeded', amount: 1_000, failure_code: null },
      { kind: 'charge.capture', state: 'failed', amount: 1_001, failure_code: 'amount_too_large' },
      { kind: 'charge.capture', state: 'succeeded', amount: 1_000, failure_code: null },
    ]);
  });

  it('happens once: the same key replays its bytes, and another key is refused and stored', async () => {
    const chargeId = await charges.authorize();
    const first = await world.acme.capture(chargeId, { amount: 900 }, { key: 'k-once' });
    const before = await world.stored();
    for (const { url } of world.instances) {
      const again = await world.acme.capture(chargeId, { amount: 900 }, { key: 'k-once', url });
      expect(again).toMatchObject({ status: 200, text: first.text });
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
    }
    expect(await world.stored()).toEqual(before);
    const second = await world.acme.capture(chargeId, { amount: 900 }, { key: 'k-twice' });
    expect(second).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    expect((await world.acme.capture(chargeId, { amount: 900 }, { key: 'k-twice' })).text).toBe(second.text);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 900']);
  });

  it('under the key of another amount, another charge or another operation is refused and changes nothing', async () => {
    const [chargeId, other] = [await charges.authorize(), await charges.authorize()];
    expect((await world.acme.capture(chargeId, { amount: 500 }, { key: 'k-named' })).status).toBe(200);
    const before = await world.stored();
    const misused = [
      world.acme.capture(chargeId, { amount: 501 }, { key: 'k-named' }),
      world.acme.capture(chargeId, {}, { key: 'k-named' }),
      world.acme.capture(other, { amount: 500 }, { key: 'k-named' }),
      world.acme.refund(chargeId, { amount: 500 }, { key: 'k-named' }),
    ];
    for (const answer of await Promise.all(misused)) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    }
    expect(await world.stored()).toEqual(before);
  });

  it.each([
    ['captured', {}],
    ['failed', { source: 'tok_declined' }],
  ])('of a charge that is %s is 422', async (status, fields) => {
    const { body } = await world.acme.charge(fields);
    const refused = await world.acme.capture(body.charge_id ?? body.id);
    expect(refused).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    expect(refused.body.detail).toContain(status);
  });

  it('of a charge that is not there, or is not yours, is 404 and uses up no key', async () => {
    const chargeId = await charges.authorize();
    const before = await world.stored();
    for (const id of [chargeId, '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e', 'x', '%00']) {
      expect(await world.globex.capture(id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await world.stored()).toEqual(before);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
  });

  it('without an Idempotency-Key is 400', async () => {
    const refused = await world.acme.capture(await charges.authorize({ amount: 10 }), {}, { key: null });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
  });

  it.each([
    ['a member that it does not know', '{"amount":1,"amont":2}'],
    ['nothing to take', '{"amount":0}'],
    ['less than nothing', '{"amount":-1}'],
    ['a fraction', '{"amount":1.5}'],
    ['a fraction that a float would lose', '{"amount":1.00000000000000001}'],
    ['more than a float can count', '{"amount":9007199254740992}'],
    ['an amount as text', '{"amount":"1"}'],
    ['an amount of null', '{"amount":null}'],
    ['an amount twice', '{"amount":1,"amount":2}'],
    ['no object', '[]'],
    ['null', 'null'],
    ['half a body', '{"amount":'],
  ])('with %s is 400 and leaves no trace', async (_what, body) => {
    const chargeId = await charges.authorize();
    const before = await world.stored();
    const refused = await world.acme.post(`/v1/charges/${chargeId}/capture`, body);
    expect(refused.status).toBe(400);
    expect(['invalid_request', 'invalid_json']).toContain(refused.body.code);
    expect(await world.stored()).toEqual(before);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized', amount_captured: 0 });
  });

  it('in another content type is refused and never taken for a capture of everything', async () => {
    const chargeId = await charges.authorize();
    const headers = { 'content-type': 'text/plain' };
    expect((await world.acme.post(`/v1/charges/${chargeId}/capture`, '{"amount":5}', { headers })).status).toBe(415);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
  });

  it('that the provider refuses is 402 and stored, and the authorization stands for another capture', async () => {
    const chargeId = await charges.authorize();
    const held = gate.holdNext();
    const capture = world.acme.capture(chargeId, {}, { key: 'k-declined' });
    const refusal = { code: 'card_declined', decline_code: 'insufficient_funds', message: 'declined' };
    (await held).answer(402, refusal);
    const declined = await capture;
    expect(declined).toMatchObject({
      status: 402,
      body: { code: 'card_declined', decline_code: 'insufficient_funds', charge_id: chargeId, retryable: false },
    });
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized', amount_captured: 0 });
    expect((await world.acme.capture(chargeId, {}, { key: 'k-declined' })).text).toBe(declined.text);
    expect(await eventsOf(world.database.ownerPool, chargeId)).toHaveLength(1);
    expect((await world.acme.capture(chargeId)).status).toBe(200);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 1000']);
  });
});

describe('refunds after a capture of a part', () => {
  it('are measured by what was captured, not by what was authorized', async () => {
    const chargeId = await charges.authorize();
    await world.acme.capture(chargeId, { amount: 700 });
    expect(await world.acme.refund(chargeId, { amount: 701 })).toMatchObject({
      status: 422,
      body: { code: 'amount_too_large', amount_left: 700 },
    });
    expect((await world.acme.refund(chargeId, { amount: 300 })).status).toBe(201);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'partially_refunded', amount_refunded: 300 });
    expect((await world.acme.refund(chargeId)).body).toMatchObject({ amount: 400 });
    expect(await charges.show(chargeId)).toMatchObject({
      status: 'refunded',
      amount_captured: 700,
      amount_refunded: 700,
    });
    expect(await eventsOf(world.database.ownerPool, chargeId)).toEqual([
      { version: 1, type: 'authorized', amount: '1000' },
      { version: 2, type: 'captured', amount: '700' },
      { version: 3, type: 'refunded', amount: '300' },
      { version: 4, type: 'refunded', amount: '400' },
    ]);
  });

  it('never give back more than was captured, in whatever race', async () => {
    const chargeId = await charges.authorize();
    await world.acme.capture(chargeId, { amount: 700 });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => {
        const options = { url: world.instances[index % 2]!.url, key: `k-part-race-${index}` };
        // What open refunds hold may still come back, so its claim is told to ask again.
        return untilFree(() => world.acme.refund(chargeId, { amount: 300 }, options));
      }),
    );
    const given = answers.filter(({ status }) => status === 201);
    expect([given.length, answers.filter(({ status }) => status === 422).length]).toEqual([2, 14]);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'partially_refunded', amount_refunded: 600 });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'capture 700', 'refund 300', 'refund 300']);
  });
});
