import { describe, expect, it } from '@jest/globals';
import { CHARGE_BODY, CHARGE_HEADERS, CHARGE_ID, ok, problem, rejectionOf } from '../../test/scripted-api.ts';
import { scripted, type Answer, type Step } from '../../test/scripted-api.ts';
import type { ChargeClient } from '../charge-client.ts';
import { ApiUnavailableError, OutcomeUnknownError, UnexpectedAnswerError } from '../errors/error-classes.ts';

const OTHER_ID = '0198b2c4-8f4e-7c11-9a54-000000000000';
const REFUND_ID = '0198b2c4-0000-7c11-9a54-3f6a2b1c0d9e';
const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa', reference: 'order-7' };
const JSON_TYPE = { 'content-type': 'application/json' };
const HTML = { body: '<html>', headers: { 'content-type': 'text/html' } };

const CREATED = ok(201, { reference: 'order-7' });
const CAPTURED = ok(200, { amount_captured: 1000 });
const CANCELED = ok(200, { status: 'canceled' });
const REFUNDED: Answer = {
  status: 201,
  headers: { ...JSON_TYPE, location: `/v1/charges/${CHARGE_ID}/refunds/${REFUND_ID}` },
  body: {
    ...{ id: REFUND_ID, charge_id: CHARGE_ID, status: 'succeeded', amount: 500, currency: 'EUR' },
    created_at: '2026-11-20T10:00:00.000Z',
  },
};

type Call = (client: ChargeClient) => Promise<object>;

const POSTS: Readonly<Record<string, readonly [Call, Answer]>> = {
  create: [(client) => client.createCharge(CHARGE), CREATED],
  capture: [(client) => client.captureCharge(CHARGE_ID, { amount: 1000 }), CAPTURED],
  cancel: [(client) => client.cancelCharge(CHARGE_ID), CANCELED],
  refund: [(client) => client.refundCharge(CHARGE_ID, { amount: 500 }), REFUNDED],
};

const changed = (answer: Answer, changes: object): Answer => ({
  ...answer,
  body: { ...(answer.body as object), ...changes },
});
const withHeaders = (answer: Answer, changes: Record<string, string>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...changes },
});
const without = (answer: Answer, header: string): Answer => ({
  ...answer,
  headers: Object.fromEntries(Object.entries(answer.headers ?? {}).filter(([name]) => name !== header)),
});

/** Answers that say nothing about any call. */
const STRANGERS: readonly (readonly [string, Answer])[] = [
  ['an empty 201', { status: 201, body: '', headers: CHARGE_HEADERS }],
  ['a 201 that is cut', { status: 201, body: JSON.stringify(CHARGE_BODY).slice(0, -9), headers: CHARGE_HEADERS }],
  ['a 201 of a page', { status: 201, ...HTML }],
  ['a 200 of a page', { status: 200, ...HTML }],
  ['an empty 204', { status: 204 }],
  ['a 200 of somebody’s JSON', { status: 200, body: { ok: true }, headers: CHARGE_HEADERS }],
  ['a 202 of somebody’s JSON', { status: 202, body: { queued: true }, headers: JSON_TYPE }],
  ['a 206', { ...ok(206), body: JSON.stringify(CHARGE_BODY) }],
  ['a redirect', { status: 307, headers: { location: 'http://elsewhere.test' } }],
  ['a 400 of a gateway', { status: 400, body: { message: 'bad request' }, headers: JSON_TYPE }],
  ['a 401 of a gateway', { status: 401, ...HTML }],
  ['a 402 of a platform in JSON', { status: 402, body: { error: { code: 'payment_required' } }, headers: JSON_TYPE }],
  ['a 402 of a platform in HTML', { status: 402, ...HTML }],
  ['a 403 of a firewall', { status: 403, ...HTML }],
  ['a 404 of a gateway', { status: 404, body: { message: 'no Route matched' }, headers: JSON_TYPE }],
  ['a 413 of a gateway', { status: 413, ...HTML }],
  ['a 429 of a gateway', { status: 429, body: { message: 'API rate limit exceeded' }, headers: JSON_TYPE }],
  ['a decline as plain JSON', { ...problem(402, 'card_declined'), headers: JSON_TYPE }],
  ['a decline that is cut', { ...problem(402, 'card_declined'), body: '{"code":"card_declined","status":402' }],
  ['a problem without a code', { ...problem(402, ''), body: { type: 'about:blank', status: 402 } }],
  ['a problem of somebody else', problem(402, 'insufficient_credits', { retryable: false })],
  ['a problem with a code of the client’s own', problem(422, 'outcome_unknown', { retryable: false })],
  ['a problem whose body names no status', { ...problem(402, 'card_declined'), body: { code: 'card_declined' } }],
  ['a problem that is a list', { ...problem(402, 'card_declined'), body: '[]' }],
  ['JSON that is deeper than the stack', { status: 201, body: '['.repeat(200_000), headers: CHARGE_HEADERS }],
  [
    'bytes that nobody decoded',
    { status: 201, body: new Uint8Array([0x1f, 0x8b, 0xff, 0xfe]), headers: CHARGE_HEADERS },
  ],
];

/** Answers of charge-api, but to another call. */
const OTHERS: Readonly<Record<keyof typeof POSTS, readonly (readonly [string, Answer])[]>> = {
  create: [
    ['another amount', changed(CREATED, { amount: 1098 })],
    ['another currency', changed(CREATED, { currency: 'USD' })],
    ['another reference', changed(CREATED, { reference: 'order-8' })],
    ['no reference', changed(CREATED, { reference: null })],
    ['no Location', without(CREATED, 'location')],
    ['the Location of another charge', withHeaders(CREATED, { location: `/v1/charges/${OTHER_ID}` })],
    ['status pending', changed(CREATED, { status: 'pending' })],
    ['status failed', changed(CREATED, { status: 'failed' })],
    ['status authorized, though it was to be captured', changed(CREATED, { status: 'authorized' })],
    ['a 200 that is no expired answer', { ...CREATED, status: 200 }],
    ['a 202 of another charge', { ...ok(202, { reference: 'order-8', status: 'pending' }) }],
    ['another type of content', withHeaders(CREATED, { 'content-type': 'text/plain' })],
  ],
  capture: [
    ['another charge', changed(CAPTURED, { id: OTHER_ID })],
    ['another amount', changed(CAPTURED, { amount_captured: 1099 })],
    ['a charge that is authorized still', changed(CAPTURED, { status: 'authorized' })],
    ['a charge that is canceled', changed(CAPTURED, { status: 'canceled' })],
    ['a 201', { ...CAPTURED, status: 201 }],
    ['the Location of another charge', withHeaders(CAPTURED, { location: `/v1/charges/${OTHER_ID}` })],
  ],
  cancel: [
    ['another charge', changed(CANCELED, { id: OTHER_ID })],
    ['a charge that is captured', changed(CANCELED, { status: 'captured' })],
  ],
  refund: [
    ['another charge', changed(REFUNDED, { charge_id: OTHER_ID })],
    ['another amount', changed(REFUNDED, { amount: 499 })],
    ['status failed', changed(REFUNDED, { status: 'failed' })],
    ['status unknown', changed(REFUNDED, { status: 'unknown' })],
    ['the Location of another refund', withHeaders(REFUNDED, { location: `/v1/charges/${CHARGE_ID}/refunds/x` })],
  ],
};

const play = (call: Call, steps: readonly Step[]) => {
  const { client, run, requests } = scripted(steps, { deadlineMs: 30_000 });
  return { ending: run(call(client)), requests };
};

describe.each(Object.entries(POSTS))('a %s that is answered by a stranger', (name, [call, success]) => {
  const answers = [...STRANGERS, ...(OTHERS[name] ?? [])];

  it.each(answers)('%s: is asked again with the same key, and gets its own answer', async (_title, answer) => {
    const { ending, requests } = play(call, [answer, success]);
    expect(await ending).toMatchObject({
      answer: { attempts: [{ status: answer.status, isUnreadable: true }, { status: success.status }] },
    });
    expect(new Set(requests.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  });

  it.each(answers)('%s: is unknown when nothing else ever comes', async (_title, answer) => {
    const error = await rejectionOf(play(call, [answer]).ending);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
  });
});

describe('a GET that is answered by a stranger', () => {
  const NOT_ITS_OWN: readonly (readonly [string, Call, Answer])[] = [
    ['another charge', (client) => client.getCharge(CHARGE_ID), ok(200, { id: OTHER_ID })],
    ['another refund', (client) => client.getRefund(CHARGE_ID, OTHER_ID), { ...REFUNDED, status: 200 }],
    ['the refund of another charge', (client) => client.getRefund(OTHER_ID, REFUND_ID), { ...REFUNDED, status: 200 }],
    ['a 404 of a gateway', (client) => client.getCharge(CHARGE_ID), { status: 404, ...HTML }],
    ['a 202', (client) => client.getCharge(CHARGE_ID), ok(202)],
    ['a page', (client) => client.listCharges(), { status: 200, ...HTML }],
    ['a key that is another one', (client) => client.getIdempotencyKey('k-1'), { ...ok(200), body: keyRecord('k-2') }],
  ];

  it.each(NOT_ITS_OWN)('%s: is asked again, and no finding at the end', async (_title, call, answer) => {
    const { ending, requests } = play(call, [answer]);
    expect(await rejectionOf(ending)).toMatchObject({ retryable: true, stopReason: 'budget_exhausted' });
    expect(requests.length).toBeGreaterThan(2);
    const once = scripted([answer], { retry: { maxRetries: 0 } });
    expect(await rejectionOf(once.run(call(once.client)))).toBeInstanceOf(UnexpectedAnswerError);
  });

  it('is a gateway’s trouble where the status says so', async () => {
    const { client, run } = scripted([{ status: 502, ...HTML }], { retry: { maxRetries: 0 } });
    expect(await rejectionOf(run(client.getCharge(CHARGE_ID)))).toBeInstanceOf(ApiUnavailableError);
  });
});

function keyRecord(key: string): object {
  const at = '2026-11-20T10:00:00.000Z';
  return {
    ...{ idempotency_key: key, operation: 'charge.create', state: 'COMPLETED', attempts: 1, resource_id: CHARGE_ID },
    ...{ response_status: 201, first_seen_at: at, last_seen_at: at, completed_at: at, expires_at: at },
  };
}
