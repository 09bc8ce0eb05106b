import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start()));
afterAll(() => world.stop());

describe('a key', () => {
  it('is scoped to its tenant: the same key of two tenants makes two charges', async () => {
    const ours = await world.acme.charge({}, { key: 'k-shared' });
    const theirs = await world.globex.charge({}, { key: 'k-shared' });
    expect([ours.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.headers.has('idempotent-replayed')).toBe(false);
    expect(theirs.body.id).not.toBe(ours.body.id);
    expect(await world.count(`SELECT FROM idempotency_keys WHERE idempotency_key = 'k-shared'`)).toBe(2);
  });

  it('is the same with and without quotes', async () => {
    const bare = await world.acme.charge({}, { key: 'k-quoted' });
    const quoted = await world.acme.charge({}, { key: '"k-quoted"' });
    expect(quoted).toMatchObject({ status: 201, text: bare.text });
    expect(quoted.headers.get('idempotent-replayed')).toBe('true');
  });

  it.each([
    ['another order of members', '{"source":"tok_visa","currency":"EUR","amount":500}'],
    ['white space', '{ "amount" : 500 ,\n"currency":"EUR","source":"tok_visa" }'],
    ['500.0', '{"amount":500.0,"currency":"EUR","source":"tok_visa"}'],
    ['5e2', '{"amount":5e2,"currency":"EUR","source":"tok_visa"}'],
    ['0.5E+3', '{"amount":0.5E+3,"currency":"EUR","source":"tok_visa"}'],
    ['escapes in names and values', '{"\\u0061mount":500,"currency":"\\u0045UR","source":"tok\\u005fvisa"}'],
  ])('names one operation, also when its body is written with %s', async (what, text) => {
    const key = `k-form-${what.length}`;
    const first = await world.acme.post('/v1/charges', '{"amount":500,"currency":"EUR","source":"tok_visa"}', { key });
    const again = await world.acme.post('/v1/charges', text, { key });
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('a key that was used for something else', () => {
  it.each([
    ['another amount', { amount: 1098 }],
    ['another currency', { currency: 'USD' }],
    ['another source', { source: 'tok_declined' }],
    ['a further member', { description: 'x' }],
    // The fingerprint is taken before defaults: saying what would have been assumed is another body.
    ['a default that is spelled out', { capture: true }],
  ])('is refused with 422 for %s, and nothing changes', async (what, fields) => {
    const key = `k-reused-${what}`.replaceAll(' ', '-');
    const first = await world.acme.charge({}, { key });
    const before = await world.stored();
    const reused = await world.acme.charge(fields, { key });
    expect(reused.status).toBe(422);
    expect(reused.headers.get('should-retry')).toBe('false');
    expect(reused.headers.has('idempotent-replayed')).toBe(false);
    expect(reused.body).toMatchObject({ code: 'idempotency_key_reused', retryable: false });
    expect(await world.stored()).toEqual(before);
    expect((await world.acme.charge({}, { key })).text).toBe(first.text);
  });

  it('is refused for the same refund of another charge', async () => {
    const [one, other] = await Promise.all([world.acme.charge(), world.acme.charge()]);
    const refund = await world.acme.refund(one.body.id, { amount: 100 }, { key: 'k-refund' });
    const before = await world.stored();
    const reused = await world.acme.refund(other.body.id, { amount: 100 }, { key: 'k-refund' });
    expect([refund.status, reused.status]).toEqual([201, 422]);
    expect(reused.body.code).toBe('idempotency_key_reused');
    expect(await world.stored()).toEqual(before);
    expect((await world.acme.get(`/v1/charges/${String(other.body.id)}`)).body.amount_refunded).toBe(0);
  });

  it('is refused for a refund when it made a charge, and the other way round', async () => {
    const charge = await world.acme.charge({}, { key: 'k-of-charge' });
    const refund = await world.acme.refund(charge.body.id, {}, { key: 'k-of-charge' });
    expect(refund).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    await world.acme.refund(charge.body.id, { amount: 1 }, { key: 'k-of-refund' });
    const again = await world.acme.charge({}, { key: 'k-of-refund' });
    expect(again).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('is refused also after a decline, whose key is used up like any other', async () => {
    await world.acme.charge({ source: 'tok_declined' }, { key: 'k-after-decline' });
    const other = await world.acme.charge({ source: 'tok_visa' }, { key: 'k-after-decline' });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});

describe('GET /v1/idempotency-keys/{key}', () => {
  it('shows what became of a key of the caller', async () => {
    const charge = await world.acme.charge({}, { key: 'k/show?me' });
    const shown = await world.acme.get(`/v1/idempotency-keys/${encodeURIComponent('k/show?me')}`);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(shown).toMatchObject({ status: 200 });
    expect(shown.body).toEqual({
      ...{ idempotency_key: 'k/show?me', operation: 'charge.create', state: 'COMPLETED', attempts: 1 },
      ...{ resource_id: charge.body.id, response_status: 201 },
      ...{ first_seen_at: time, last_seen_at: time, completed_at: time, expires_at: time },
    });
    const { first_seen_at: seen, expires_at: expires } = shown.body as Record<string, string>;
    // Kept for seven days: what the documentation promises.
    expect(Date.parse(expires!) - Date.parse(seen!)).toBeCloseTo(7 * 86_400_000, -2);
  });

  it('shows a declined operation as FAILED', async () => {
    await world.acme.charge({ source: 'tok_declined' }, { key: 'k-show-declined' });
    const shown = await world.acme.get('/v1/idempotency-keys/k-show-declined');
    expect(shown.body).toMatchObject({ state: 'FAILED', response_status: 402 });
  });

  it("does not show another tenant's key", async () => {
    await world.acme.charge({}, { key: 'k-private' });
    const shown = await world.globex.get('/v1/idempotency-keys/k-private');
    expect(shown).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each(['unused', '%00', 'a%20b', '%F0%9F%92%B6', 'k'.repeat(256), 'k'.repeat(1_000)])(
    'is 404 for %s, which was never a key',
    async (key) => {
      const shown = await world.acme.get(`/v1/idempotency-keys/${key}`);
      expect(shown).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
  );
});
