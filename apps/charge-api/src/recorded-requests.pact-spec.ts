import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from '../test/charge-api-world.ts';
import { startTracing, stopTracing } from '../test/traced-requests.ts';
import { KnownIds, missedIn, recordedExchanges, recordedVersions } from '../test/contract/recorded-requests.ts';

describe.each(recordedVersions())(
  "today's charge-api, of requests that the client of version %s has sent",
  (version) => {
    let world: ChargeApiWorld;
    const ids = new KnownIds();
    beforeAll(async () => {
      // The recorded client was traced, and its answers tell so.
      startTracing();
      world = await ChargeApiWorld.start();
    });
    afterAll(async () => {
      await world.stop();
      stopTracing();
    });

    it.each(
      recordedExchanges(version).map((exchange, index) => ({
        ...exchange,
        title: `${index + 1}. ${exchange.request.method} ${exchange.request.path} with ${exchange.answer.status}`,
      })),
    )('answers $title, and leaves out nothing', async ({ request: { method, path, headers, body }, answer }) => {
      const now = await fetch(`${world.instances[0]!.url}${ids.fillIn(path)}`, {
        ...{ method, headers: { ...headers, authorization: `Bearer ${world.acme.apiKey}` } },
        ...(body === undefined ? {} : { body }),
      });
      expect(now.status).toBe(answer.status);
      const nowBody: unknown = await now.json();
      ids.learn(answer.body, nowBody);
      expect(missedIn(answer.body, nowBody)).toEqual([]);
      const missedHeaders = Object.keys(answer.headers).filter((name) => !now.headers.has(name));
      expect(missedHeaders).toEqual([]);
      expect(now.headers.get('location')).toBe(
        answer.headers.location === undefined ? null : ids.fillIn(answer.headers.location),
      );
    });
  },
);

describe("today's charge-api, of a request that a later client will send", () => {
  let world: ChargeApiWorld;
  beforeAll(async () => void (world = await ChargeApiWorld.start()));
  afterAll(() => world.stop());

  it('ignores headers that it does not know', async () => {
    expect((await world.acme.charge({}, { headers: { 'idempotency-scope': 'x' } })).status).toBe(201);
  });

  it('refuses members that it does not know, by name, and does not use the key up', async () => {
    const refused = await world.acme.charge({ statement_descriptor: 'x' }, { key: 'later' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', retryable: false } });
    expect(JSON.stringify(refused.body.errors)).toContain('statement_descriptor');
    expect((await world.acme.charge({}, { key: 'later' })).status).toBe(201);
  });

  it('refuses a value of an enumeration that it does not know', async () => {
    const refused = await world.acme.charge({ currency: 'XQQ' });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/currency' }] } });
  });
});

describe('what a client of then would miss', () => {
  it('is a member that is gone, of another type, or of another decisive value', () => {
    const then = { id: 'x', status: 'captured', amount: 1, list: [{ a: 1 }], note: null };
    expect(
      missedIn(then, { id: 'y', status: 'captured', amount: 1, list: [{ a: 2, b: 1 }], note: 'n', more: 1 }),
    ).toEqual([]);
    expect(missedIn(then, { id: 1, status: 'succeeded', list: [{}], note: null })).toEqual([
      ...['/id: string then, number now', '/status: captured then, succeeded now', '/amount: 1 then, undefined now'],
      '/list/0/a: number then, undefined now',
    ]);
  });
});
