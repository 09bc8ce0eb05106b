import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthorizeCall } from './payment-provider.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const CALL: AuthorizeCall = {
  ...{ providerKey: 'once_1', amountMinor: 9007199254740991n, currency: 'EUR', source: 'tok_visa', capture: true },
  metadata: { charge_id: 'c1' },
};

const json = (status: number, body: unknown): RequestListener => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
};
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
  provider = new SimulatorProvider({ url, timeoutMs: 300, keyWindowMs: 0, maxConnections: 4 });
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await provider.close();
});

describe('a call that moves money', () => {
  it.each<[string, RequestListener, object]>([
    ['201', json(201, { id: 'pay_1' }), { kind: 'succeeded', paymentId: 'pay_1' }],
    ['402', json(402, { code: 'card_declined', decline_code: 'x' }), { kind: 'declined', declineCode: 'x' }],
    [
      '422 about the money',
      json(422, { code: 'amount_too_large' }),
      { kind: 'declined', declineCode: 'amount_too_large' },
    ],
    ['429', json(429, { code: 'slow_down' }), { kind: 'not_sent' }],
    ['503 before it acted', json(503, { code: 'overloaded' }), { kind: 'not_sent' }],
    ['503 because it stops', json(503, { code: 'shutting_down' }), { kind: 'not_sent' }],
    ['503 that says no more', json(503, { code: 'service_unavailable' }), { kind: 'unknown' }],
    ['422 about the key', json(422, { code: 'idempotency_key_reused' }), { kind: 'unknown' }],
    ['400', json(400, { code: 'invalid_request' }), { kind: 'unknown' }],
    ['404', json(404, { code: 'payment_not_found' }), { kind: 'unknown' }],
    ['500', json(500, { code: 'internal_error' }), { kind: 'unknown' }],
    ['201 without an id', json(201, {}), { kind: 'unknown' }],
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
    expect(await provider.find('once_1')).toMatchObject({ kind: 'inconclusive' });
  });

  it('carries the key, and the amount as text', async () => {
    const seen = Promise.withResolvers<{ key: unknown; body: unknown }>();
    server.prependListener('request', (request: IncomingMessage) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
        seen.resolve({ key: request.headers['idempotency-key'], body });
      });
    });
    answer = json(201, { id: 'pay_1' });
    await provider.authorize(CALL);
    expect(await seen.promise).toMatchObject({
      key: 'once_1',
      body: { amount_minor: '9007199254740991', capture: true },
    });
  });
});

describe('a question for what became of a call', () => {
  const recorded = (http_status: number, body: object, operation = 'sale') =>
    json(200, { outcome: 'found', operation, http_status, body });

  it.each<[string, RequestListener, object]>([
    ['a success', recorded(201, { id: 'pay_1' }), { kind: 'succeeded', paymentId: 'pay_1' }],
    ['a refund', recorded(201, { id: 're_1', payment_id: 'pay_1' }), { kind: 'succeeded', paymentId: 'pay_1' }],
    ['a decline', recorded(402, { code: 'card_declined', decline_code: 'x' }), { kind: 'declined', declineCode: 'x' }],
    ['a recorded 500', recorded(500, { code: 'x' }), { kind: 'inconclusive' }],
    [
      'a cancel of what was canceled',
      recorded(422, { code: 'payment_state_invalid', status: 'canceled', payment_id: 'pay_1' }, 'cancel'),
      { kind: 'succeeded', paymentId: 'pay_1' },
    ],
    ['a recorded 429', recorded(429, { code: 'x' }), { kind: 'inconclusive' }],
    ['in progress', json(200, { outcome: 'inconclusive', reason: 'in_progress' }), { kind: 'inconclusive' }],
    ['absent', json(404, { outcome: 'absent', provider_key: 'once_1' }), { kind: 'absent' }],
    ["somebody else's 404", json(404, { message: 'no route' }), { kind: 'inconclusive' }],
    ['500', json(500, { outcome: 'absent' }), { kind: 'inconclusive' }],
    ['a reset', reset, { kind: 'inconclusive' }],
    ['silence', hang, { kind: 'inconclusive' }],
  ])('answered by %s', async (_what, listener, expected) => {
    answer = listener;
    expect(await provider.find('once_1')).toMatchObject(expected);
  });
});
