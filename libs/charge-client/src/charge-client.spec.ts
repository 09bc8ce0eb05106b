import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  API_KEY,
  CHARGE_BODY,
  CHARGE_HEADERS,
  CHARGE_ID,
  ok,
  problem,
  rejectionOf,
  scripted,
} from '../test/scripted-api.ts';
import { ChargeClientError } from './errors/charge-client.error.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };
const REFUND_ID = '0198b2c4-0000-7c11-9a54-3f6a2b1c0d9e';
const JSON_TYPE = { 'content-type': 'application/json' };
const REFUND_HEADERS = { ...JSON_TYPE, location: `/v1/charges/${CHARGE_ID}/refunds/${REFUND_ID}` };
const REFUND_BODY = {
  id: REFUND_ID,
  charge_id: CHARGE_ID,
  status: 'succeeded',
  amount: 500,
  currency: 'EUR',
  created_at: '2026-11-20T10:00:00.000Z',
};

describe('ChargeClient', () => {
  it('creates a charge and says how it came by it', async () => {
    const headers = { ...CHARGE_HEADERS, 'request-id': 'req_1', 'idempotent-replayed': 'true' };
    const { client, run } = scripted([{ status: 201, body: CHARGE_BODY, headers }]);
    const charge = await run(client.createCharge(CHARGE, { idempotencyKey: 'k-1' }));
    expect(charge).toEqual({
      id: CHARGE_ID,
      status: 'captured',
      amount: 1099n,
      currency: 'EUR',
      amountCaptured: 1099n,
      amountRefunded: 0n,
      reference: null,
      description: null,
      metadata: {},
      createdAt: '2026-11-20T10:00:00.000Z',
    });
    expect(charge.answer).toMatchObject({
      status: 201,
      requestId: 'req_1',
      location: `/v1/charges/${CHARGE_ID}`,
      replayed: true,
      idempotencyKey: 'k-1',
    });
    expect(Object.keys(charge)).not.toContain('answer');
  });

  it.each([
    ['captureCharge', 'capture', '{"amount":500}', { amount_captured: 500 }],
    ['cancelCharge', 'cancel', '{}', { status: 'canceled' }],
  ] as const)('%s posts to the charge', async (method, suffix, body, changes) => {
    const { client, run, requests } = scripted([ok(200, changes)]);
    const call =
      method === 'cancelCharge' ? client.cancelCharge(CHARGE_ID) : client[method](CHARGE_ID, { amount: 500 });
    await expect(run(call)).resolves.toMatchObject({ id: CHARGE_ID });
    expect(requests[0]).toMatchObject({
      method: 'POST',
      body,
      url: `http://charges.test/v1/charges/${CHARGE_ID}/${suffix}`,
    });
    expect(requests[0]?.headers.has('idempotency-key')).toBe(true);
  });

  it('refunds in part or all that is left, and gets a refund', async () => {
    const answers = [
      { status: 201, body: REFUND_BODY, headers: REFUND_HEADERS },
      { status: 201, body: REFUND_BODY, headers: REFUND_HEADERS },
      { status: 200, body: REFUND_BODY, headers: JSON_TYPE },
    ];
    const { client, run, requests } = scripted(answers);
    const refund = await run(client.refundCharge(CHARGE_ID, { amount: 500n }));
    await run(client.refundCharge(CHARGE_ID));
    await run(client.getRefund(CHARGE_ID, REFUND_ID));
    expect(refund).toMatchObject({ id: REFUND_ID, chargeId: CHARGE_ID, amount: 500n, status: 'succeeded' });
    expect(requests.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"amount":500}'],
      ['POST', '{}'],
      ['GET', ''],
    ]);
    expect(requests[2]?.url).toBe(`http://charges.test/v1/charges/${CHARGE_ID}/refunds/${REFUND_ID}`);
  });

  it('reads without a key and retries reads too', async () => {
    const { client, run, requests } = scripted([{ breaks: 'ECONNRESET' }, ok(200)]);
    await run(client.getCharge(CHARGE_ID));
    expect(requests).toHaveLength(2);
    expect(requests[0]?.headers.has('idempotency-key')).toBe(false);
    expect(requests[0]?.headers.has('idempotency-attempt')).toBe(false);
    expect(requests[0]?.headers.has('content-type')).toBe(false);
  });

  it('looks up what became of a key', async () => {
    const body = {
      idempotency_key: 'a/b?c',
      operation: 'create_charge',
      state: 'COMPLETED',
      attempts: 2,
      resource_id: CHARGE_ID,
      response_status: 201,
      first_seen_at: '2026-11-20T10:00:00.000Z',
      last_seen_at: '2026-11-20T10:00:06.000Z',
      completed_at: '2026-11-20T10:00:01.000Z',
      expires_at: '2026-11-27T10:00:01.000Z',
    };
    const { client, run, requests } = scripted([{ status: 200, body, headers: JSON_TYPE }]);
    const record = await run(client.getIdempotencyKey('a/b?c'));
    expect(record).toMatchObject({ state: 'COMPLETED', attempts: 2, responseStatus: 201, resourceId: CHARGE_ID });
    expect(requests[0]?.url).toBe('http://charges.test/v1/idempotency-keys/a%2Fb%3Fc');
  });

  it('sends credentials, preferences and trace context, which a headers hook cannot replace', async () => {
    const headers = () => ({ 'x-tenant-hint': 'acme', authorization: 'none', 'idempotency-key': 'theirs' });
    const { client, run, requests } = scripted([ok()], { headers });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await run(client.createCharge(CHARGE, { idempotencyKey: 'k-1', preferWaitS: 3, traceparent }));
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toMatchObject({
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': 'k-1',
      'idempotency-attempt': '1',
      prefer: 'wait=3',
      traceparent,
      'x-tenant-hint': 'acme',
    });
  });

  it('keeps every digit of an amount, out and back', async () => {
    const amount = 9_007_199_254_740_993n;
    const body = JSON.stringify(CHARGE_BODY).replace('"amount":1099', `"amount":${amount}`);
    const { client, run, requests } = scripted([{ ...ok(), body }]);
    const charge = await run(client.createCharge({ ...CHARGE, amount }));
    expect(requests[0]?.body).toContain('"amount":9007199254740993,');
    expect(charge.amount).toBe(9_007_199_254_740_993n);
  });

  it.each([1.5, Number.NaN, 2 ** 53, '1099', undefined, null])(
    'refuses the amount %j before sending',
    async (amount) => {
      const { client, run, requests } = scripted([ok()]);
      const call = client.createCharge({ ...CHARGE, amount: amount as number });
      expect(await rejectionOf(run(call))).toMatchObject({ code: 'invalid_argument', retryable: false });
      expect(requests).toEqual([]);
    },
  );

  it.each(['', '..', 'a/b', 'id?x=1', undefined])('refuses %j as a charge id before sending', async (id) => {
    const { client, run, requests } = scripted([ok()]);
    expect(await rejectionOf(run(client.refundCharge(id as string)))).toMatchObject({ code: 'invalid_argument' });
    expect(await rejectionOf(run(client.getCharge(id as string)))).toMatchObject({ code: 'invalid_argument' });
    expect(requests).toEqual([]);
  });

  it.each([
    { idempotencyKey: '' },
    { idempotencyKey: 'two words' },
    { idempotencyKey: 'k'.repeat(256) },
    { preferWaitS: 0 },
    { preferWaitS: 6 },
    { traceparent: 'yes' },
    { deadlineMs: 0 },
    { deadlineMs: Number.NaN },
  ])('refuses the options %j before sending', async (options) => {
    const { client, run, requests } = scripted([ok()]);
    expect(await rejectionOf(run(client.createCharge(CHARGE, options)))).toMatchObject({ code: 'invalid_argument' });
    expect(requests).toEqual([]);
  });

  it('shows neither the API key nor the body in errors, events or itself', async () => {
    const { client, run, events } = scripted([{ breaks: 'ECONNRESET' }, problem(402, 'card_declined')]);
    const error = await rejectionOf(run(client.createCharge({ ...CHARGE, source: 'tok_secret_source' })));
    expect(error).toBeInstanceOf(ChargeClientError);
    const shown = [error, events, client].map((value) => inspect(value, { depth: 20, showHidden: true }));
    shown.push(JSON.stringify(error), JSON.stringify(events), String((error as Error).stack));
    for (const text of shown) {
      expect(text).not.toContain(API_KEY);
      expect(text).not.toContain('tok_secret_source');
    }
  });
});

describe('listing charges', () => {
  const page = (ids: string[], hasMore: boolean) => ({
    status: 200,
    headers: JSON_TYPE,
    body: { data: ids.map((id) => ({ ...CHARGE_BODY, id })), has_more: hasMore },
  });

  async function idsOf(charges: AsyncIterable<{ id: string }>): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of charges) {
      ids.push(id);
    }
    return ids;
  }

  it('returns one page', async () => {
    const { client, run, requests } = scripted([page(['c', 'b'], true)]);
    const listed = await run(client.listCharges({ limit: 2, startingAfter: 'd' }));
    expect(listed.data.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(listed.hasMore).toBe(true);
    expect(requests[0]?.url).toBe('http://charges.test/v1/charges?limit=2&starting_after=d');
  });

  it('walks all pages, also over a failure in between', async () => {
    const { client, run, requests } = scripted([page(['c', 'b'], true), { status: 503 }, page(['a'], false)]);
    expect(await run(idsOf(client.eachCharge({ limit: 2 })))).toEqual(['c', 'b', 'a']);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([
      '?limit=2',
      '?limit=2&starting_after=b',
      '?limit=2&starting_after=b',
    ]);
  });

  it.each([
    ['is empty', [page([], true)]],
    ['repeats itself', [page(['a'], true), page(['a'], true)]],
  ])('gives up when a page that promises more %s', async (_title, pages) => {
    const { client, run } = scripted(pages);
    expect(await rejectionOf(run(idsOf(client.eachCharge())))).toMatchObject({ code: 'unexpected_answer' });
  });
});
