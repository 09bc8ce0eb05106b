import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { ClientSockets, type SystemCode } from '@once/testing';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { CHARGE_BODY, CHARGE_HEADERS, rejectionOf } from '../test/scripted-api.ts';
import { ChargeClient } from './index.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };
const CODES: SystemCode[] = [
  ...(['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', 'ECONNABORTED', 'EPIPE'] as const),
];

const answerCreated: RequestListener = (_request, response) => {
  response.writeHead(201, CHARGE_HEADERS).end(JSON.stringify(CHARGE_BODY));
};

let server: Server;
let sockets: ClientSockets;
let client: ChargeClient;
let answer: RequestListener;

beforeEach(async () => {
  answer = answerCreated;
  server = createServer((request, response) => void request.resume().on('end', () => answer(request, response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  sockets = new ClientSockets(port);
  const baseUrl = `http://127.0.0.1:${port}`;
  client = new ChargeClient({ apiKey: 'sk_test', baseUrl, budget: new RetryBudget(), retry: { maxRetries: 0 } });
});

afterEach(() => {
  sockets[Symbol.dispose]();
  server.closeAllConnections();
  server.close();
});

describe('a request that arrived and whose answer can not come back', () => {
  it.each(CODES)('has an unknown outcome: %s while the answer is awaited', async (code) => {
    answer = () => sockets.failLast('read', code);
    const error = await rejectionOf(client.createCharge(CHARGE));
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', attempts: [{ error: 'connection_lost' }] });
  });

  it.each(CODES)('has an unknown outcome: %s on a connection that has carried another request', async (code) => {
    await client.createCharge(CHARGE);
    // fetch hands out the body's last byte a moment before it takes the connection back.
    await setImmediate();
    answer = () => sockets.failLast('read', code);
    const error = await rejectionOf(client.createCharge(CHARGE));
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', attempts: [{ error: 'connection_lost' }] });
    expect(sockets.count).toBe(1);
  });

  it('was not sent where no connection was made', async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    const error = await rejectionOf(client.createCharge(CHARGE));
    expect(error).toMatchObject({ code: 'api_unavailable', attempts: [{ error: 'not_connected' }] });
  });
});
