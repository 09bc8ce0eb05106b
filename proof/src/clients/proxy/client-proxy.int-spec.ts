import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SeededRandom } from '../../plan/seeded-random.ts';
import { ClientProxy } from './client-proxy.ts';
import { CLEAR_WEATHER, type FateKind, type Weather } from './fate.ts';

interface Arrival {
  readonly server: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Notes what arrives, and answers 201 with the name of the server. */
async function serve(name: string, arrivals: Arrival[], port = 0): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void buffer(incoming).then((body) => {
      arrivals.push({ server: name, url: incoming.url ?? '', headers: incoming.headers, body: body.toString() });
      outgoing.writeHead(201, { 'content-type': 'application/json', 'idempotent-replayed': 'true' }).end(`"${name}"`);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () => closeServer(server);
  closers.push(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

const all = (kind: Exclude<FateKind, 'passed'>): Weather => ({
  probabilities: { [kind]: 1 },
  delayMs: { min: 30, max: 30 },
  lateMs: { min: 30, max: 30 },
});

async function openProxy(targets: readonly string[], weather: Weather = CLEAR_WEATHER): Promise<ClientProxy> {
  const proxy = await ClientProxy.open({ targets, weather, random: new SeededRandom(42) });
  closers.push(() => proxy.close());
  return proxy;
}

/** @returns status and text, or the code of the error */
const post = async (proxy: ClientProxy, headers: Record<string, string> = {}, signal?: AbortSignal) => {
  try {
    const init = { method: 'POST', body: '{"amount":1}', headers, ...(signal ? { signal } : {}) };
    const answer = await fetch(`${proxy.baseUrl}/v1/charges?x=1`, init);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  } catch (error) {
    return { error: ((error as Error).cause as { code?: string } | undefined)?.code ?? (error as Error).name };
  }
};

/** Resolves when `isSo`, which a count of the proxy makes true. */
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
};

describe('ClientProxy', () => {
  it('passes requests and answers as they are, but for the header that is its own', async () => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url]);
    const answer = await post(proxy, { 'idempotency-key': 'k', 'idempotency-attempt': '1', 'once-proof-call': 'c-1' });
    expect(answer).toMatchObject({ status: 201, text: '"one"' });
    expect(answer.headers?.get('idempotent-replayed')).toBe('true');
    expect(arrivals).toMatchObject([
      { url: '/v1/charges?x=1', body: '{"amount":1}', headers: { 'idempotency-key': 'k' } },
    ]);
    expect(arrivals[0]?.headers).not.toHaveProperty('once-proof-call');
    expect(proxy.counts).toMatchObject({ requests: 1, fates: { passed: 1 }, keptAnswers: {} });
  });

  it('asks its targets in turn, passes over one that is down, and goes back to it', async () => {
    const arrivals: Arrival[] = [];
    const one = await serve('one', arrivals);
    const two = await serve('two', arrivals);
    const proxy = await openProxy([one.url, two.url]);
    const ask = async (): Promise<unknown> => (await post(proxy)).text;
    expect([await ask(), await ask(), await ask()]).toEqual(['"one"', '"two"', '"one"']);
    await two.stop();
    expect([await ask(), await ask()]).toEqual(['"one"', '"one"']);
    await one.stop();
    expect(await post(proxy)).toEqual({ error: 'ECONNRESET' });
    expect(proxy.counts).toMatchObject({ serverUnreachable: 1, serverLost: 0 });
    await serve('two again', arrivals, Number(new URL(two.url).port));
    expect(await ask()).toBe('"two again"');
  });

  it('eats the answer of a server that has acted', async () => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url], all('answer_eaten'));
    expect(await post(proxy)).toEqual({ error: 'ECONNRESET' });
    expect(arrivals).toHaveLength(1);
    expect(proxy.counts).toMatchObject({ fates: { answer_eaten: 1, passed: 0 }, keptAnswers: { 201: 1 } });
  });

  it('resets before the server has seen anything', async () => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url], all('reset_before'));
    expect(await post(proxy)).toEqual({ error: 'ECONNRESET' });
    expect(arrivals).toEqual([]);
    expect(proxy.counts.fates.reset_before).toBe(1);
  });

  it('delivers late what its client believes lost', async () => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url], all('late_arrival'));
    expect(await post(proxy)).toEqual({ error: 'ECONNRESET' });
    expect(arrivals).toEqual([]);
    await proxy.drained();
    expect(arrivals).toHaveLength(1);
    expect(proxy.counts).toMatchObject({ fates: { late_arrival: 1 }, keptAnswers: { 201: 1 } });
  });

  it('answers what it delays', async () => {
    const proxy = await openProxy([(await serve('one', [])).url], all('delayed'));
    const startedMs = performance.now();
    expect(await post(proxy)).toMatchObject({ status: 201 });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(29);
    expect(proxy.counts.fates.delayed).toBe(1);
  });

  it.each([
    ['half_open_before', 0],
    ['half_open_after', 1],
  ] as const)('leaves a client of %s without a word until it gives up by itself', async (kind, seen) => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url], all(kind));
    const patience = new AbortController();
    const answer = post(proxy, {}, patience.signal);
    await until(() => proxy.counts.fates[kind] === 1);
    expect(await Promise.race([answer, new Promise((resolve) => setImmediate(resolve, 'silence'))])).toBe('silence');
    await proxy.drained();
    patience.abort();
    expect(await answer).toEqual({ error: 'AbortError' });
    expect(arrivals).toHaveLength(seen);
  });

  it('lets a request go its way when its client has gone', async () => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url], all('delayed'));
    const client = httpRequest(`${proxy.baseUrl}/v1/charges`, { method: 'POST' });
    client.on('error', () => undefined);
    client.end('{}');
    await until(() => proxy.counts.requests === 1);
    client.destroy();
    await until(() => proxy.counts.clientGone === 1);
    expect(arrivals).toHaveLength(1);
    expect(proxy.counts.fates.delayed).toBe(0);
  });

  it('turns away what is too large to be a request', async () => {
    const arrivals: Arrival[] = [];
    const proxy = await openProxy([(await serve('one', arrivals)).url]);
    const sent = fetch(proxy.baseUrl, { method: 'POST', body: 'x'.repeat(2 * 1_048_576) });
    await expect(sent).rejects.toThrow('fetch failed');
    expect([proxy.counts.turnedAway, arrivals]).toEqual([1, []]);
  });

  it('draws the fate of a call and attempt from the seed, in whatever order they come', async () => {
    const fatesOf = async (names: readonly string[]): Promise<Map<string, boolean>> => {
      const half: Weather = { ...CLEAR_WEATHER, probabilities: { reset_before: 0.5 } };
      const proxy = await openProxy([(await serve('one', [])).url], half);
      const fates = new Map<string, boolean>();
      for (const name of names) {
        const headers = { 'once-proof-call': name, 'idempotency-attempt': '1' };
        fates.set(name, 'error' in (await post(proxy, headers)));
      }
      return fates;
    };
    const names = Array.from({ length: 20 }, (_, index) => `c-${index}`);
    const fates = await fatesOf(names);
    expect(new Set(fates.values())).toEqual(new Set([true, false]));
    const again = await fatesOf(names.toReversed());
    expect(names.map((name) => again.get(name))).toEqual(names.map((name) => fates.get(name)));
  });

  it('ends with requests under way, and lets nothing of them through', async () => {
    const arrivals: Arrival[] = [];
    const late: Weather = { ...all('late_arrival'), lateMs: { min: 3_600_000, max: 3_600_000 } };
    const proxy = await openProxy([(await serve('one', arrivals)).url], late);
    await post(proxy);
    proxy.setWeather(all('half_open_before'));
    const silent = post(proxy);
    await until(() => proxy.counts.fates.half_open_before === 1);
    await proxy.close();
    expect(await silent).toHaveProperty('error');
    expect(arrivals).toEqual([]);
  });

  it('needs a target, and probabilities that are some', async () => {
    await expect(openProxy([])).rejects.toThrow('at least one target');
    const weather = { ...CLEAR_WEATHER, probabilities: { delayed: 2 } };
    await expect(openProxy(['http://127.0.0.1:1'], weather)).rejects.toThrow('add up to 1 at most');
  });
});
