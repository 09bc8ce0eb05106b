import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { ClientProxy } from '../../clients/proxy/client-proxy.ts';
import { CLEAR_WEATHER } from '../../clients/proxy/fate.ts';
import { HistoryWriter } from '../../clients/sending/history-writer.ts';
import { SeededRandom } from '../../plan/seeded-random.ts';
import { Load } from '../../run/load/load.ts';
import { workloadRecord } from '../../run/load/workload-record.ts';
import type { FaultContext } from '../fault-context.ts';
import { frontDoorOutage } from './front-door-outage.fault.ts';

const SIGNAL = new AbortController().signal;
const API_KEYS = { acme: 'a', globex: 'g', initech: 'i' };

const CHARGE_ID = '01a1f8d6-309c-73c0-83d2-b3270547d52d';

/** As charge-api answers that the charge was made. */
async function answerCreated(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { amount, currency, reference = null, capture = true } = (await json(request)) as Record<string, unknown>;
  const charge = {
    ...{ id: CHARGE_ID, status: capture ? 'captured' : 'authorized', amount, currency },
    ...{ amount_captured: capture ? amount : 0, amount_refunded: 0, reference, description: null, metadata: {} },
    created_at: '2026-11-20T10:00:00.000Z',
  };
  const headers = { 'content-type': 'application/json; charset=utf-8', location: `/v1/charges/${CHARGE_ID}` };
  response.writeHead(201, headers).end(JSON.stringify(charge));
}

let folder: string;
let server: Server;
let proxy: ClientProxy;
let history: HistoryWriter;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'once-herd-'));
  // The clients' pauses are what matters here; but what is no answer to their call they would ask for again.
  server = createServer((request, response) => void answerCreated(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxy = await ClientProxy.open({ targets: [target], random: new SeededRandom(1), weather: CLEAR_WEATHER });
  history = await HistoryWriter.create(join(folder, 'history.ndjson'));
});

afterEach(async () => {
  await proxy.close();
  await history.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function loseHerd(random: () => number) {
  const { baseUrl, door } = proxy;
  const options = { seed: '1', operations: 0, baseUrl, apiKeys: API_KEYS, history, signal: SIGNAL };
  const load = new Load({ ...options, patience: { random } });
  const undisturbed = <T>(work: () => Promise<T>): Promise<T> => work();
  const context = { load, door, signal: SIGNAL, sinceStartMs: () => performance.now(), undisturbed };
  const prepared = frontDoorOutage.prepare(new SeededRandom(1), 'all', { seed: '1', backlog: 0 });
  const { bites, herd } = await prepared.run(context as unknown as FaultContext);
  return { bites, retry: workloadRecord(load.reports, { startedAtMs: 0, herd: herd ?? null }).retry };
}

describe('the front door outage', () => {
  it('costs every client one connection, and their retries stay below the limit', async () => {
    const { bites, retry } = await loseHerd(Math.random);
    expect([bites, retry.retries]).toEqual([120, 120]);
    expect(retry.peakPer100Ms).toBeLessThanOrEqual(retry.peakLimit ?? 0);
  });

  it.each([
    ['none at all', () => 0.999_999],
    ['the same share for all', () => 0.5],
  ])('shows clients that draw %s by a peak above the limit', async (_what, random) => {
    const { retry } = await loseHerd(random);
    expect(retry.peakPer100Ms).toBeGreaterThan(retry.peakLimit ?? Infinity);
  });
});
