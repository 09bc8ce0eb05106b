import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { closeDatabase, openDatabase } from './database-faults.ts';
import { scrape, scrapeByLabel } from './exposition.ts';

let world: ChargeApiWorld;
let url: string;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  url = world.instances[0]!.url;
});
afterAll(() => world.stop());

/** What a metric gained by some work, without the labels that did not move. */
const gainOf = async (name: string, work: () => Promise<unknown>): Promise<Record<string, number>> => {
  const before = await scrapeByLabel(url, name);
  await work();
  const after = await scrapeByLabel(url, name);
  const gains = Object.entries(after).map(([label, value]) => [label, value - (before[label] ?? 0)] as const);
  return Object.fromEntries(gains.filter(([, gain]) => gain !== 0));
};

describe('/metrics', () => {
  it('counts how each request with a key was resolved', async () => {
    const gained = await gainOf('idempotency_resolutions_total', async () => {
      await world.acme.charge({}, { key: 'k-metrics' });
      await world.acme.charge({}, { key: 'k-metrics' });
      await world.acme.charge({}, { key: 'k-metrics' });
      await world.acme.charge({ amount: 1 }, { key: 'k-metrics' });
      await world.acme.charge({ source: 'tok_declined' });
      await world.acme.charge({ amount: 0 });
    });
    expect(gained).toEqual({ executed: 2, replayed: 2, reused: 1 });
  });

  it('has every outcome from the start', async () => {
    expect(Object.keys(await scrapeByLabel(url, 'idempotency_resolutions_total'))).toEqual(
      expect.arrayContaining(['executed', 'replayed', 'in_use', 'pending', 'reused', 'refused', 'resumed', 'fenced']),
    );
  });

  it('counts requests by the attempt that their client states', async () => {
    const gained = await gainOf('charge_attempts_total', async () => {
      for (const attempt of ['1', '1', '2', '42', 'x']) {
        await world.acme.charge({}, { headers: { 'idempotency-attempt': attempt } });
      }
      const { body } = await world.acme.charge();
      await world.acme.refund(body.id, {}, { headers: { 'idempotency-attempt': '3' } });
    });
    expect(gained).toEqual({ 1: 2, 2: 1, 3: 1, over_10: 1, unstated: 2 });
  });

  it('reads charges by status from committed rows', async () => {
    const gained = await gainOf('charges_total', async () => {
      const { body } = await world.acme.charge();
      await world.acme.refund(body.id, { amount: 1 });
      await world.acme.charge({ capture: false });
      await world.acme.charge({ source: 'tok_declined' });
    });
    expect(gained).toEqual({ partially_refunded: 1, authorized: 1, failed: 1 });
    const { rows } = await world.database.ownerPool.query<{ status: string; count: string }>(
      'SELECT status, count(*) FROM charges GROUP BY status',
    );
    const truth = Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
    expect(await scrapeByLabel(url, 'charges_total')).toMatchObject(truth);
  });

  it('times requests by route, with no key, id or tenant in a label', async () => {
    const { body } = await world.acme.charge({}, { key: 'k-secret-name' });
    await world.acme.get(`/v1/charges/${String(body.id)}`);
    await world.acme.get('/v1/idempotency-keys/k-secret-name');
    const series = [...(await scrape(url)).keys()].join('\n');
    expect(series).toContain('route="/v1/charges/:charge_id"');
    for (const secret of ['k-secret-name', body.id, world.acme.tenantId, 'acme']) {
      expect(series).not.toContain(String(secret));
    }
  });

  it('leaves a metric out that it can not read, rather than showing an old value or a zero', async () => {
    await closeDatabase(world.database.name);
    try {
      expect(await scrapeByLabel(url, 'charges_total')).toEqual({});
      const samples = await scrape(url);
      expect(samples.get('scrape_failures_total{metric="charges_total"}')).toBeGreaterThanOrEqual(1);
      expect(samples.has('idempotency_resolutions_total{outcome="executed"}')).toBe(true);
    } finally {
      await openDatabase(world.database.name);
    }
    expect(await scrapeByLabel(url, 'charges_total')).toMatchObject({ authorized: 1 });
  });
});
