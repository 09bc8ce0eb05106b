import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT } from '../../test/a-success.ts';
import type { AuthorizeCall } from './payment-provider.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const IDENTITY = 'acct_000000000000000000000001';
const OTHER = 'acct_000000000000000000000002';
const CALL: AuthorizeCall = {
  ...{
    account: ACCOUNT,
    providerKey: 'once_1',
    amountMinor: 9007199254740991n,
    currency: 'EUR',
    source: 'tok_visa',
    capture: true,
  },
  metadata: { charge_id: 'c1' },
};

/** An answer of our account, unless the body says otherwise. */
const json = (status: number, body: object): RequestListener => plain(status, { account: IDENTITY, ...body });
const plain = (status: number, body: unknown): RequestListener => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
};
const PAID = { id: 'pay_1', amount_minor: '1', currency: 'EUR', provider_key: 'once_1' };
const ABSENT = { outcome: 'absent', provider_key: 'once_1', key_window_ms: 7 };
const MISMATCH = { code: 'account_mismatch', account: OTHER };
const reset: RequestListener = (request) => void request.socket.resetAndDestroy();
const hang: RequestListener = () => undefined;
const cut = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"id":"pay_1"', () => response.destroy());
};

const stall = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(201, { 'content-type': 'application/json' }).write('{"id":');
};

let server: Server;
let provider: SimulatorProvider;
let answer: RequestListener;

beforeEach(async () => {
  server = createServer((request, response) => void request.resume().on('end', () => answer(request, response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = new SimulatorProvider({ url, timeoutMs: 300, maxConnections: 4 });
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await provider.close();
});

describe('a call that moves money', () => {
  it.each<[string, RequestListener, object]>([
    ['201', json(201, PAID), { kind: 'succeeded', paymentId: 'pay_1', amountMinor: 1n, effectId: null }],
    ['402', json(402, { code: 'card_declined', decline_code: 'x' }), { kind: 'declined', declineCode: 'x' }],
    [
      '422 about the money',
      json(422, { code: 'amount_too_large' }),
      { kind: 'declined', declineCode: 'amount_too_large' },
    ],
    ['201 of nobody', plain(201, PAID), { kind: 'unknown', isForeign: true }],
    ['201 of another account', json(201, { ...PAID, account: OTHER }), { kind: 'unknown', isForeign: true }],
    ['402 of nobody', plain(402, { code: 'card_declined' }), { kind: 'unknown', isForeign: true }],
    ['402 of another account', json(402, { code: 'card_declined', account: OTHER }), { kind: 'unknown' }],
    ['503 of nobody', plain(503, { code: 'overloaded' }), { kind: 'unknown', isForeign: true }],
    ['421 because of the account', json(421, MISMATCH), { kind: 'not_sent', isForeign: true }],
    ['421 that says no more', plain(421, {}), { kind: 'unknown' }],
    ['201 without an amount', json(201, { ...PAID, amount_minor: undefined }), { kind: 'unknown' }],
    ['429', json(429, { code: 'slow_down' }), { kind: 'not_sent' }],
    ['503 before it acted', json(503, { code: 'overloaded' }), { kind: 'not_sent' }],
    ['503 because it stops', json(503, { code: 'shutting_down' }), { kind: 'not_sent' }],
    ['503 that says no more', json(503, { code: 'service_unavailable' }), { kind: 'unknown' }],
    ['422 about the key', json(422, { code: 'idempotency_key_reused' }), { kind: 'unknown' }],
    ['400', json(400, { code: 'invalid_request' }), { kind: 'unknown' }],
    ['404', json(404, { code: 'payment_not_found' }), { kind: 'unknown' }],
    ['500', json(500, { code: 'internal_error' }), { kind: 'unknown' }],
    ['201 without an id', json(201, { ...PAID, id: undefined }), { kind: 'unknown' }],
    ['402 without a code', json(402, {}), { kind: 'unknown' }],
    ['201 that is no JSON', (_request, response) => void response.writeHead(201).end('<html>'), { kind: 'unknown' }],
    ['201 that is endless', json(201, { id: 'x'.repeat(70_000) }), { kind: 'unknown' }],
    ['201 that is cut off', cut, { kind: 'unknown' }],
    ['201 that never ends', stall, { kind: 'unknown' }],
    ['a reset', reset, { kind: 'unknown' }],
    ['silence', hang, { kind: 'unknown' }],
  ])('answered by %s is judged by what is known', async (_what, listener, expected) => {
    answer = listener;
    expect(await provider.authorize(CALL)).toMatchObject(expected);
  });

  it('that finds nobody listening was certainly not sent', async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    expect(await provider.authorize(CALL)).toMatchObject({ kind: 'not_sent' });
    expect(await provider.find({ account: ACCOUNT, providerKey: 'once_1' })).toMatchObject({ kind: 'inconclusive' });
  });

  it('carries the account, the key, and the amount as text', async () => {
    const seen = Promise.withResolvers<{ key: unknown; account: unknown; body: unknown }>();
    server.prependListener('request', (request: IncomingMessage) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
        seen.resolve({ key: request.headers['idempotency-key'], account: request.headers['provider-account'], body });
      });
    });
    answer = json(201, PAID);
    await provider.authorize(CALL);
    expect(await seen.promise).toMatchObject({
      key: 'once_1',
      account: IDENTITY,
      body: { amount_minor: '9007199254740991', capture: true },
    });
  });
});

describe('a question for what became of a call', () => {
  const recorded = (http_status: number, body: object, operation = 'sale') =>
    json(200, { outcome: 'found', operation, http_status, body });

  it.each<[string, RequestListener, object]>([
    ['a success', recorded(201, PAID), { kind: 'succeeded', paymentId: 'pay_1' }],
    [
      'a refund',
      recorded(201, { ...PAID, id: 're_1', payment_id: 'pay_1' }),
      { kind: 'succeeded', paymentId: 'pay_1' },
    ],
    ['a decline', recorded(402, { code: 'card_declined', decline_code: 'x' }), { kind: 'declined', declineCode: 'x' }],
    ['a recorded 500', recorded(500, { code: 'x' }), { kind: 'inconclusive' }],
    [
      'a cancel of what was canceled',
      recorded(422, { code: 'payment_state_invalid', status: 'canceled', payment_id: 'pay_1' }, 'cancel'),
      { kind: 'succeeded', paymentId: 'pay_1' },
    ],
    ['a recorded 429', recorded(429, { code: 'x' }), { kind: 'inconclusive' }],
    ['in progress', json(200, { outcome: 'inconclusive', reason: 'in_progress' }), { kind: 'inconclusive' }],
    [
      'absent',
      json(404, { outcome: 'absent', provider_key: 'once_1', key_window_ms: 7 }),
      { kind: 'absent', keyWindowMs: 7 },
    ],
    ['absent without its window', json(404, { outcome: 'absent', provider_key: 'once_1' }), { kind: 'inconclusive' }],
    ['absent of another key', json(404, { ...ABSENT, provider_key: 'once_2' }), { kind: 'inconclusive' }],
    ['absent of nobody', plain(404, ABSENT), { kind: 'inconclusive', isForeign: true }],
    ['absent of another account', json(404, { ...ABSENT, account: OTHER }), { kind: 'inconclusive', isForeign: true }],
    ['421', json(421, MISMATCH), { kind: 'inconclusive', isForeign: true }],
    ["somebody else's 404", json(404, { message: 'no route' }), { kind: 'inconclusive' }],
    ['500', json(500, { outcome: 'absent' }), { kind: 'inconclusive' }],
    ['a reset', reset, { kind: 'inconclusive' }],
    ['silence', hang, { kind: 'inconclusive' }],
  ])('answered by %s', async (_what, listener, expected) => {
    answer = listener;
    expect(await provider.find({ account: ACCOUNT, providerKey: 'once_1' })).toMatchObject(expected);
  });
});

describe('who the provider is', () => {
  it.each<[string, RequestListener, object]>([
    [
      'its account and key window',
      plain(200, { account: IDENTITY, key_mode: 'honour', key_window_ms: 86_400_000 }),
      { kind: 'identified', account: ACCOUNT, keyWindowMs: 86_400_000 },
    ],
    ['no account', plain(200, { key_window_ms: 1 }), { kind: 'not_identified' }],
    ['no key window', plain(200, { account: IDENTITY }), { kind: 'not_identified' }],
    ['an account that is no name', plain(200, { account: 'acct_ x', key_window_ms: 1 }), { kind: 'not_identified' }],
    ['404', plain(404, { account: IDENTITY, key_window_ms: 1 }), { kind: 'not_identified' }],
    ['a reset', reset, { kind: 'not_identified' }],
    ['silence', hang, { kind: 'not_identified' }],
  ])('answered by %s', async (_what, listener, expected) => {
    answer = listener;
    expect(await provider.identify()).toMatchObject(expected);
  });
});

describe('a look at a payment', () => {
  const effect = { effect_id: 'eff_1', operation: 'sale', amount_minor: '5', currency: 'EUR', provider_key: 'once_1' };
  const payment = { id: 'pay_1', effects: [effect] };

  it.each<[string, RequestListener, object]>([
    [
      'the payment',
      json(200, payment),
      { kind: 'found', paymentId: 'pay_1', effects: [expect.objectContaining({ amountMinor: 5n, effectId: 'eff_1' })] },
    ],
    ['one of another account', json(200, { ...payment, account: OTHER }), { kind: 'inconclusive' }],
    ['one of nobody', plain(200, payment), { kind: 'inconclusive' }],
    ['an effect that can not be read', json(200, { id: 'pay_1', effects: [{}] }), { kind: 'inconclusive' }],
    ['its own 404', json(404, { code: 'payment_not_found' }), { kind: 'absent' }],
    ["somebody else's 404", json(404, { message: 'no route' }), { kind: 'inconclusive' }],
    ['421', json(421, MISMATCH), { kind: 'inconclusive' }],
    ['a reset', reset, { kind: 'inconclusive' }],
  ])('answered by %s', async (_what, listener, expected) => {
    answer = listener;
    expect(await provider.lookUpPayment({ account: ACCOUNT, paymentId: 'pay_1' })).toMatchObject(expected);
  });
});
