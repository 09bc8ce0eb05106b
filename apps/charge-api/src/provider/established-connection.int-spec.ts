import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientSockets, type SystemCode } from '@once/testing';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT } from '../../test/a-success.ts';
import type { AuthorizeCall } from './payment-provider.ts';
import { SimulatorProvider } from './simulator.provider.ts';

const CALL: AuthorizeCall = {
  ...{
    account: ACCOUNT,
    providerKey: 'once_1',
    amountMinor: 4200n,
    currency: 'EUR',
    source: 'tok_visa',
    capture: true,
  },
  metadata: {},
};

/** What Linux reports on a connection that stood: the way to the provider or back is gone, or the provider is. */
const CODES: SystemCode[] = [
  ...(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', 'ECONNABORTED', 'EPIPE'] as const),
];

const PAID = {
  ...{ account: ACCOUNT.replace('simulator:', ''), id: 'pay_1' },
  ...{ amount_minor: '4200', currency: 'EUR', provider_key: 'once_1' },
};
const answerCreated: RequestListener = (_request, response) => {
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(PAID));
};

let server: Server;
let port: number;
let provider: SimulatorProvider;
let sockets: ClientSockets;
let answer: RequestListener;
/** Requests that arrived whole: the provider acts on each of them. */
let acted: number;

beforeEach(async () => {
  acted = 0;
  answer = answerCreated;
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      acted += 1;
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  sockets = new ClientSockets(port);
  const url = `http://127.0.0.1:${port}`;
  provider = new SimulatorProvider({ url, timeoutMs: 30_000, maxConnections: 1 });
});

afterEach(async () => {
  sockets[Symbol.dispose]();
  server.closeAllConnections();
  server.close();
  await provider.close();
});

describe('a call that arrived and whose answer can not come back', () => {
  it.each(CODES)('may have acted: %s while the answer is awaited', async (code) => {
    answer = () => sockets.failLast('read', code);
    expect(await provider.authorize(CALL)).toMatchObject({ kind: 'unknown' });
    expect({ acted, connections: sockets.count }).toEqual({ acted: 1, connections: 1 });
  });

  it.each(CODES)('may have acted: %s on a connection that has carried another call', async (code) => {
    expect(await provider.authorize(CALL)).toMatchObject({ kind: 'succeeded' });
    answer = () => sockets.failLast('read', code);
    expect(await provider.authorize(CALL)).toMatchObject({ kind: 'unknown' });
    // One connection for both, and no second try that nobody numbered.
    expect({ acted, connections: sockets.count }).toEqual({ acted: 2, connections: 1 });
  });

  it.each(CODES)('may have acted: %s in the middle of the answer', async (code) => {
    answer = (_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id":"pay_1"', () => sockets.failLast('read', code));
    };
    expect(await provider.authorize(CALL)).toMatchObject({ kind: 'unknown' });
    expect(acted).toBe(1);
  });

  it('may have acted: a reset by the provider on a connection that has carried another call', async () => {
    await provider.authorize(CALL);
    answer = (request) => void request.socket.resetAndDestroy();
    expect(await provider.authorize(CALL)).toMatchObject({ kind: 'unknown' });
    expect({ acted, connections: sockets.count }).toEqual({ acted: 2, connections: 1 });
  });

  it('was certainly not sent where the next connection is refused', async () => {
    await provider.authorize(CALL);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    // The end of the kept connection may be noticed only by the call that meets it.
    const results = [await provider.authorize(CALL), await provider.authorize(CALL)];
    expect(results.at(-1)).toMatchObject({ kind: 'not_sent' });
    expect(acted).toBe(1);
  });
});
