import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RetryBudget } from '@once/retry-policy';
import { CHARGE_BODY, CHARGE_HEADERS, CHARGE_ID, rejectionOf } from '../test/scripted-api.ts';
import { ChargeClient, type ChargeClientOptions } from './index.ts';

const CHARGE = { amount: 1099n, currency: 'EUR', source: 'tok_visa' };

interface Arrival {
  readonly key: string | undefined;
  readonly attempt: string | undefined;
  readonly body: string;
}

type Respond = (response: ServerResponse, arrivals: readonly Arrival[]) => void;

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => close(server)));
});

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

/** A server that acts on a request (reads all of it and notes it) before `respond` decides what becomes of the answer. */
async function serve(respond: Respond): Promise<{ baseUrl: string; arrivals: Arrival[] }> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { 'idempotency-key': key, 'idempotency-attempt': attempt } = request.headers;
      arrivals.push({ key: String(key), attempt: String(attempt), body });
      respond(response, arrivals);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrivals };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function created(response: ServerResponse, headers: Record<string, string> = {}): void {
  response.writeHead(201, { ...CHARGE_HEADERS, ...headers }).end(JSON.stringify(CHARGE_BODY));
}

const clientOf = (options: Partial<ChargeClientOptions>): ChargeClient =>
  new ChargeClient({ apiKey: 'sk_test_e2e', budget: new RetryBudget(), ...options });

describe('charge-client over real HTTP', () => {
  it('meets a lost response with the same key and the same bytes, and gets the replay', async () => {
    const { baseUrl, arrivals } = await serve((response, { length }) => {
      if (length === 1) {
        response.socket?.destroy();
        return;
      }
      created(response, { 'idempotent-replayed': 'true' });
    });
    const charge = await clientOf({ baseUrl }).createCharge({ ...CHARGE, description: 'Grüße' });

    expect(charge.id).toBe(CHARGE_ID);
    expect(charge.answer.replayed).toBe(true);
    expect(charge.answer.attempts.map(({ error, status }) => error ?? status)).toEqual(['connection_lost', 201]);
    expect(arrivals.map(({ attempt }) => attempt)).toEqual(['1', '2']);
    expect(arrivals[1]).toEqual({ ...arrivals[0], attempt: '2' });
    expect(arrivals[0]?.body).toBe('{"amount":1099,"currency":"EUR","source":"tok_visa","description":"Grüße"}');
  });

  it('takes an answer that breaks off in its body for lost', async () => {
    const { baseUrl, arrivals } = await serve((response, { length }) => {
      if (length === 1) {
        response.writeHead(201, { 'content-length': '1000' }).write('{"id":', () => response.socket?.destroy());
        return;
      }
      created(response);
    });
    await expect(clientOf({ baseUrl }).createCharge(CHARGE)).resolves.toMatchObject({ id: CHARGE_ID });
    expect(arrivals).toHaveLength(2);
  });

  it('lets the attempt timeout end a body that stalls', async () => {
    const { baseUrl } = await serve((response, { length }) => {
      if (length === 1) {
        response.writeHead(201, { 'content-length': '1000' }).write('{"id":');
        return;
      }
      created(response);
    });
    const { answer } = await clientOf({ baseUrl, attemptTimeoutMs: 100 }).createCharge(CHARGE);
    expect(answer.attempts.map(({ error, status }) => error ?? status)).toEqual(['timeout', 201]);
  });

  it('knows that a refused connection has done nothing, and goes on to the next server', async () => {
    const dead = await serve(() => undefined);
    await close(servers.pop() as Server);
    const error = await rejectionOf(clientOf({ baseUrl: dead.baseUrl, retry: { maxRetries: 1 } }).createCharge(CHARGE));
    expect(error).toMatchObject({ code: 'api_unavailable', attempts: [{ error: 'not_connected' }, {}] });

    const alive = await serve((response) => created(response));
    const { answer } = await clientOf({ baseUrls: [dead.baseUrl, alive.baseUrl] }).createCharge(CHARGE);
    expect(answer.attempts.map(({ baseUrl }) => baseUrl)).toEqual([dead.baseUrl, alive.baseUrl]);
  });

  it('waits at least as long as Retry-After says', async () => {
    const { baseUrl } = await serve((response, { length }) => {
      if (length === 1) {
        response.writeHead(503, { 'retry-after': '1' }).end();
        return;
      }
      created(response);
    });
    const { answer } = await clientOf({ baseUrl }).createCharge(CHARGE);
    const [first, second] = answer.attempts.map(({ startedAt }) => Date.parse(startedAt));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('does not follow a redirect, which would carry the API key away', async () => {
    const elsewhere = await serve((response) => created(response));
    const { baseUrl } = await serve((response) => {
      response.writeHead(307, { location: `${elsewhere.baseUrl}/v1/charges` }).end();
    });
    expect(await rejectionOf(clientOf({ baseUrl }).createCharge(CHARGE))).toMatchObject({ status: 307 });
    expect(elsewhere.arrivals).toEqual([]);
  });
});
