import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start()));
afterAll(() => world.stop());

const chargeOf = async (amount: number): Promise<string> => {
  const made = await world.acme.charge({ amount });
  expect(made.status).toBe(201);
  return String(made.body.id);
};
const show = async (chargeId: string) => (await world.acme.get(`/v1/charges/${chargeId}`)).body;

describe('a refund', () => {
  it('of everything is 201 with a Location that can be read', async () => {
    const chargeId = await chargeOf(1_000);
    const refund = await world.acme.refund(chargeId, {}, { key: 'k-full' });
    expect(refund.status).toBe(201);
    expect(refund.body).toMatchObject({ charge_id: chargeId, status: 'succeeded', amount: 1_000, currency: 'EUR' });
    const location = refund.headers.get('location')!;
    expect(location).toBe(`/v1/charges/${chargeId}/refunds/${String(refund.body.id)}`);
    expect((await world.acme.get(location)).text).toBe(refund.text);
    expect((await world.globex.get(location)).status).toBe(404);
    expect(await show(chargeId)).toMatchObject({ status: 'refunded', amount_refunded: 1_000 });
    const again = await world.acme.refund(chargeId, {}, { key: 'k-full' });
    expect(again).toMatchObject({ status: 201, text: refund.text });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('whose stored answer has expired is shown as it is now, and nothing is refunded again', async () => {
    const chargeId = await chargeOf(1_000);
    const refund = await world.acme.refund(chargeId, { amount: 300 }, { key: 'k-expired' });
    const refused = await world.acme.refund(chargeId, { amount: 900 }, { key: 'k-refused-expired' });
    expect(refused.status).toBe(422);
    // What the reaper leaves of an answer when its time is over.
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET response_body = NULL WHERE idempotency_key IN ('k-expired', 'k-refused-expired')`,
    );
    const again = await world.acme.refund(chargeId, { amount: 300 }, { key: 'k-expired' });
    expect(again).toMatchObject({ status: 200, text: refund.text });
    expect(again.headers.get('content-location')).toBe(refund.headers.get('location'));
    expect(again.headers.get('idempotency-expired')).toBe('true');
    expect(again.headers.get('idempotent-replayed')).toBeNull();
    const refusedAgain = await world.acme.refund(chargeId, { amount: 900 }, { key: 'k-refused-expired' });
    expect(refusedAgain).toMatchObject({
      ...{ status: 422, body: { code: 'amount_too_large', retryable: false, charge_id: chargeId } },
    });
    expect(refusedAgain.headers.get('idempotency-expired')).toBe('true');
    expect(refusedAgain.headers.get('should-retry')).toBe('false');
    expect(await show(chargeId)).toMatchObject({ status: 'partially_refunded', amount_refunded: 300 });
  });

  it('needs no body, and takes an empty object for none', async () => {
    const [one, other] = [await chargeOf(700), await chargeOf(700)];
    expect((await world.acme.post(`/v1/charges/${one}/refunds`, undefined)).body).toMatchObject({ amount: 700 });
    expect((await world.acme.post(`/v1/charges/${other}/refunds`, '{}')).body).toMatchObject({ amount: 700 });
  });

  it('of parts goes on until nothing is left, each with the next version and one effect', async () => {
    const chargeId = await chargeOf(1_000);
    expect((await world.acme.refund(chargeId, { amount: 300 })).status).toBe(201);
    expect(await show(chargeId)).toMatchObject({ status: 'partially_refunded', amount_refunded: 300 });
    expect((await world.acme.refund(chargeId, { amount: 200 })).status).toBe(201);
    expect((await world.acme.refund(chargeId)).body).toMatchObject({ amount: 500 });
    expect(await show(chargeId)).toMatchObject({ status: 'refunded', amount_refunded: 1_000 });
    const { rows } = await world.database.ownerPool.query(
      `SELECT version, payload::json ->> 'amount_minor' AS amount FROM outbox WHERE charge_id = $1 ORDER BY id`,
      [chargeId],
    );
    expect(rows).toEqual([
      ...[
        { version: 1, amount: '1000' },
        { version: 2, amount: '300' },
      ],
      ...[
        { version: 3, amount: '200' },
        { version: 4, amount: '500' },
      ],
    ]);
    const effects = (await world.provider.effectsOf(chargeId)).filter(({ operation }) => operation === 'refund');
    expect(effects.map(({ amount_minor }) => amount_minor)).toEqual(['300', '200', '500']);
  });

  it('of more than is left is 422 with what is left, and stored', async () => {
    const chargeId = await chargeOf(1_000);
    await world.acme.refund(chargeId, { amount: 400 });
    const refused = await world.acme.refund(chargeId, { amount: 601 }, { key: 'k-over' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'amount_too_large', amount_left: 600, retryable: false },
    });
    await world.acme.refund(chargeId, { amount: 600 });
    const again = await world.acme.refund(chargeId, { amount: 601 }, { key: 'k-over' });
    expect(again.text).toBe(refused.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await world.acme.get('/v1/idempotency-keys/k-over')).body).toMatchObject({ state: 'FAILED' });
  });

  it.each([
    ['failed', { source: 'tok_declined' }],
    ['authorized', { capture: false }],
  ])('of a charge that is %s is 422', async (status, fields) => {
    const { body } = await world.acme.charge(fields);
    const refused = await world.acme.refund(body.charge_id ?? body.id, { amount: 1 });
    expect(refused).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
    expect(refused.body.detail).toContain(status);
  });

  it('of a charge that is refunded already is 422', async () => {
    const chargeId = await chargeOf(10);
    await world.acme.refund(chargeId);
    expect(await world.acme.refund(chargeId)).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
  });

  it('of a charge that is not there, or is not yours, is 404 and uses up no key', async () => {
    const chargeId = await chargeOf(10);
    const before = await world.stored();
    for (const id of [chargeId, '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e', 'x', '%00']) {
      expect(await world.globex.refund(id, {})).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await world.stored()).toEqual(before);
  });

  it('in another content type is refused and never taken for a refund of everything', async () => {
    const chargeId = await chargeOf(1_000);
    const headers = { 'content-type': 'text/plain' };
    const refused = await world.acme.post(`/v1/charges/${chargeId}/refunds`, '{"amount":5}', { headers });
    expect(refused.status).toBe(415);
    expect(await show(chargeId)).toMatchObject({ status: 'captured', amount_refunded: 0 });
  });

  it('without an Idempotency-Key is 400', async () => {
    const refused = await world.acme.refund(await chargeOf(10), {}, { key: null });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
  });
});
