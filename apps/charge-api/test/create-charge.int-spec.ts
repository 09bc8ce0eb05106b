import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start()));
afterAll(() => world.stop());

const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a new charge', () => {
  it('is captured once and answered by 201 with Location and Request-Id', async () => {
    const made = await world.acme.charge({ reference: 'r-1', description: 'a book', metadata: { order: '7' } });
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect(made.body).toEqual({
      ...{ id: expect.stringMatching(UUID_V8), status: 'captured', amount: 1099, currency: 'EUR' },
      ...{ amount_captured: 1099, amount_refunded: 0, reference: 'r-1', description: 'a book' },
      ...{ metadata: { order: '7' }, created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) },
    });
    expect(made.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(made.headers.get('location')).toBe(`/v1/charges/${String(id)}`);
    expect(made.headers.get('request-id')).toMatch(/^req_/);
    expect(made.headers.has('idempotent-replayed')).toBe(false);
    expect((await world.acme.get(made.headers.get('location')!)).text).toBe(made.text);
  });

  it('leaves one operation, attempt, transition, event and provider effect', async () => {
    const { id } = (await world.acme.charge({ amount: 4_200 }, { key: 'k-rows' })).body;
    const { rows } = await world.database.ownerPool.query(
      `SELECT o.state, o.kind, a.outcome, a.provider_key = 'once_' || o.id AS derived, t.from_status, t.to_status,
              c.version, b.version AS event_version, b.payload::json ->> 'amount_minor' AS amount_minor,
              b.payload::json -> 'request' ->> 'idempotency_key_sha256' AS event_key, b.payload LIKE '%k-rows%' AS tells_key
       FROM operations o JOIN charges c ON c.id = o.charge_id
       JOIN provider_attempts a ON a.operation_id = o.id
       JOIN charge_transitions t ON t.operation_id = o.id
       JOIN outbox b ON b.charge_id = c.id
       WHERE c.id = $1`,
      [id],
    );
    expect(rows).toEqual([
      {
        ...{ state: 'succeeded', kind: 'charge.create', outcome: 'succeeded', derived: true },
        ...{ from_status: 'pending', to_status: 'captured', version: 1, event_version: 1 },
        ...{ amount_minor: '4200', tells_key: false },
        event_key: '6f6c85f371d551f70cabc0a24e08b05d354b2af190b29d5700092920946a5598',
      },
    ]);
    expect(await world.provider.effectsOf(String(id))).toMatchObject([{ operation: 'sale', amount_minor: '4200' }]);
  });

  it('is only authorized with capture false', async () => {
    const made = await world.acme.charge({ capture: false });
    expect(made.body).toMatchObject({ status: 'authorized', amount_captured: 0 });
    const { rows } = await world.database.ownerPool.query('SELECT event_type FROM outbox WHERE charge_id = $1', [
      made.body.id,
    ]);
    expect(rows).toEqual([{ event_type: 'payments.charge.authorized.v1' }]);
  });

  it.each([
    ['JPY', 1_099, 0],
    ['KWD', 1_099, 3],
    ['IDR', 1_099, 2],
    ['EUR', 9007199254740991, 2],
  ])('in %s over %d minor units keeps its exponent %d', async (currency, amount, exponent) => {
    const made = await world.acme.charge({ amount, currency });
    expect(made.body).toMatchObject({ status: 'captured', amount, currency });
    const { rows } = await world.database.ownerPool.query(
      'SELECT amount_minor, currency_exponent FROM charges WHERE id = $1',
      [made.body.id],
    );
    expect(rows).toEqual([{ amount_minor: String(amount), currency_exponent: exponent }]);
    expect(await world.provider.effectsOf(String(made.body.id))).toMatchObject([
      { amount_minor: String(amount), currency },
    ]);
  });
});

describe('the same key and body again', () => {
  it('replays the same bytes and headers, marked, without a second effect', async () => {
    const first = await world.acme.charge({}, { key: 'k-replay' });
    const before = await world.stored();
    for (let round = 0; round < 3; round++) {
      const again = await world.acme.charge({}, { key: 'k-replay' });
      expect(again).toMatchObject({ status: 201, text: first.text });
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
    }
    expect(await world.stored()).toEqual(before);
    expect(await world.provider.effectsOf(String(first.body.id))).toHaveLength(1);
  });

  it('replays the charge as it was, also after a refund has changed it', async () => {
    const first = await world.acme.charge({}, { key: 'k-frozen' });
    await world.acme.refund(first.body.id);
    expect((await world.acme.charge({}, { key: 'k-frozen' })).text).toBe(first.text);
    expect((await world.acme.get(`/v1/charges/${String(first.body.id)}`)).body).toMatchObject({ status: 'refunded' });
  });

  it('replays a decline: 402 is stored like a success', async () => {
    const first = await world.acme.charge({ source: 'tok_declined' }, { key: 'k-declined' });
    expect(first.status).toBe(402);
    expect(first.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(first.headers.get('should-retry')).toBe('false');
    expect(first.body).toMatchObject({
      ...{ code: 'card_declined', decline_code: 'generic_decline', retryable: false, status: 402 },
      ...{ instance: '/v1/charges', request_id: first.headers.get('request-id') },
    });
    const again = await world.acme.charge({ source: 'tok_declined' }, { key: 'k-declined' });
    expect(again).toMatchObject({ status: 402, text: first.text });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('should-retry')).toBe('false');
    const charge = await world.acme.get(`/v1/charges/${String(first.body.charge_id)}`);
    expect(charge.body).toMatchObject({ status: 'failed', amount_captured: 0 });
    expect(await world.provider.effectsOf(String(first.body.charge_id))).toEqual([]);
  });
});
