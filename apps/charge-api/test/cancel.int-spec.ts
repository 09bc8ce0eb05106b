import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AcmeCharges } from './acme-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { eventsOf } from './charge-rows.ts';
import { ProviderGate } from './provider-gate.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let charges: AcmeCharges;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  charges = new AcmeCharges(world);
});
afterEach(() => gate.letGo());
afterAll(async () => {
  await world.stop();
  await gate.close();
});

describe('a cancel', () => {
  it('of an authorized charge is 200 with the charge, one release and one event', async () => {
    const chargeId = await charges.authorize();
    const canceled = await world.acme.cancel(chargeId);
    expect(canceled).toMatchObject({
      status: 200,
      body: { id: chargeId, status: 'canceled', amount: 1_000, amount_captured: 0, amount_refunded: 0 },
    });
    expect(canceled.headers.get('location')).toBe(`/v1/charges/${chargeId}`);
    expect((await world.acme.get(`/v1/charges/${chargeId}`)).text).toBe(canceled.text);
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
    expect(await eventsOf(world.database.ownerPool, chargeId)).toEqual([
      { version: 1, type: 'authorized', amount: '1000' },
      { version: 2, type: 'canceled', amount: '1000' },
    ]);
  });

  it('happens once: the same key replays its bytes, and another key is refused and stored', async () => {
    const chargeId = await charges.authorize();
    const first = await world.acme.cancel(chargeId, { key: 'k-once' });
    const again = await world.acme.cancel(chargeId, { key: 'k-once' });
    expect(again).toMatchObject({ status: 200, text: first.text });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const second = await world.acme.cancel(chargeId, { key: 'k-twice' });
    expect(second).toMatchObject({ status: 422, body: { code: 'charge_state_invalid', retryable: false } });
    expect(second.body.detail).toContain('canceled');
    expect((await world.acme.cancel(chargeId, { key: 'k-twice' })).text).toBe(second.text);
    expect((await world.acme.get('/v1/idempotency-keys/k-twice')).body).toMatchObject({ state: 'FAILED' });
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
  });

  it('ends the charge: it is neither captured nor refunded any more', async () => {
    const chargeId = await charges.authorize();
    await world.acme.cancel(chargeId);
    for (const answer of [await world.acme.capture(chargeId), await world.acme.refund(chargeId)]) {
      expect(answer).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    }
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000', 'cancel 1000']);
  });

  it('frees the reference of the charge', async () => {
    const chargeId = await charges.authorize({ reference: 'order-canceled' });
    expect((await world.acme.charge({ reference: 'order-canceled' })).status).toBe(409);
    await world.acme.cancel(chargeId);
    expect((await world.acme.charge({ reference: 'order-canceled' })).status).toBe(201);
  });

  it.each([
    ['captured', {}],
    ['failed', { source: 'tok_declined' }],
  ])('of a charge that is %s is 422 and moves nothing', async (status, fields) => {
    const { body } = await world.acme.charge(fields);
    const chargeId = String(body.charge_id ?? body.id);
    const refused = await world.acme.cancel(chargeId);
    expect(refused).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    expect(refused.body.detail).toContain(status);
    expect(await charges.show(chargeId)).toMatchObject({ status });
  });

  it('takes an empty object for no body', async () => {
    const answer = await world.acme.post(`/v1/charges/${await charges.authorize()}/cancel`, '{}');
    expect(answer).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });

  it.each(['{"amount":1}', '{"reason":"x"}', '[]', 'null', '{'])('with the body %s is 400, untraced', async (body) => {
    const chargeId = await charges.authorize();
    const before = await world.stored();
    expect((await world.acme.post(`/v1/charges/${chargeId}/cancel`, body)).status).toBe(400);
    expect(await world.stored()).toEqual(before);
  });

  it('of a charge that is not there, or is not yours, is 404 and uses up no key', async () => {
    const chargeId = await charges.authorize();
    const before = await world.stored();
    for (const id of [chargeId, '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e', 'x']) {
      expect(await world.globex.cancel(id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await world.stored()).toEqual(before);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
  });

  it('without an Idempotency-Key is 400', async () => {
    const refused = await world.acme.cancel(await charges.authorize(), { key: null });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
  });

  it('that the provider refuses is 402 and stored, and the authorization stands', async () => {
    const chargeId = await charges.authorize();
    const held = gate.holdNext();
    const cancel = world.acme.cancel(chargeId, { key: 'k-declined' });
    (await held).answer(422, { code: 'not_cancelable', message: 'no' });
    const declined = await cancel;
    expect(declined).toMatchObject({ status: 402, body: { code: 'card_declined', decline_code: 'not_cancelable' } });
    expect((await world.acme.cancel(chargeId, { key: 'k-declined' })).text).toBe(declined.text);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
    expect((await world.acme.capture(chargeId)).status).toBe(200);
  });

  it('of what the provider has released already succeeds: the state that was wanted holds', async () => {
    const chargeId = await charges.authorize();
    const [authorization] = await world.provider.effectsOf(chargeId);
    const released = await fetch(`${world.provider.url}/v1/payments/${authorization!.payment_id}/cancel`, {
      method: 'POST',
      headers: { 'idempotency-key': 'by-hand' },
    });
    expect(released.status).toBe(200);
    expect(await world.acme.cancel(chargeId)).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });
});
