import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PostgresProxy } from '@once/testing';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrapeByLabel } from './exposition.ts';
import { readTraces } from './operation-traces.ts';
import { postNotice } from './signed-notice.ts';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';

const KEY = 'a-secret-of-this-test-long-enough';
const QUIET = { PROVIDER_NOTICE_SECRET: KEY, SWEEP_INTERVAL_MS: '60000' };
/** More than may wait for a turn. */
const FLOOD = 300;

let world: ChargeApiWorld;
let proxy: PostgresProxy;
let behindProxy: RunningChargeApi;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ env: QUIET });
  proxy = await PostgresProxy.inFrontOf(world.database.serviceUrl('charge_service'));
  behindProxy = await startChargeApi({ ...QUIET, DATABASE_URL: proxy.url, PROVIDER_URL: world.provider.url });
});
afterAll(async () => {
  await behindProxy.close();
  await proxy.close();
  await world.stop();
});

/** The provider's success of the charge with this key. */
const noticeOf = async (key: string, noticeId: string): Promise<string> => {
  const { attempts } = await readTraces(world.database.ownerPool, key);
  const notice = { notice_id: noticeId, provider_key: attempts[0]?.providerKey, outcome: 'succeeded' };
  return JSON.stringify({ ...notice, occurred_at: '2026-01-01T00:00:00.000Z' });
};
const kept = () => world.count('SELECT FROM provider_notices');

it.each(['reply_lost', 'request_lost'] as const)(
  'a notice whose COMMIT met %s is sent again and kept once',
  async (fault) => {
    const key = `k-${fault}`;
    await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    expect((await world.acme.charge({}, { key })).status).toBe(202);
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET lease_until = clock_timestamp() + interval '1 hour' WHERE idempotency_key = $1`,
      [key],
    );
    const post = { url: behindProxy.url, key: KEY, body: await noticeOf(key, `ntc_${fault}`) };
    const before = await kept();
    proxy.loseNextCommit(fault);
    expect((await postNotice(post)).status).toBeGreaterThanOrEqual(500);
    expect(proxy.lost[fault]).toBe(1);
    const isKept = fault === 'reply_lost';
    expect(await kept()).toBe(before + (isKept ? 1 : 0));
    // What follows from a notice stands or falls with it.
    const { dueInMs } = (await readTraces(world.database.ownerPool, key)).key;
    expect(dueInMs! <= 0).toBe(isKept);
    expect((await postNotice(post)).status).toBe(204);
    expect(await kept()).toBe(before + 1);
    expect(await scrapeByLabel(behindProxy.url, 'provider_notices_total')).toMatchObject(
      isKept ? { repeated: 1, resolver_due: 0 } : { repeated: 1, resolver_due: 1 },
    );
  },
);

it('a flood of notices waits in line or is sent away, and charges do not wait behind it', async () => {
  await world.acme.charge({}, { key: 'k-flooded' });
  const url = world.instances[0]!.url;
  const bodies = await Promise.all(Array.from({ length: FLOOD }, (_, index) => noticeOf('k-flooded', `ntc_${index}`)));
  const [before, client] = [await kept(), await world.database.ownerPool.connect()];
  const flood: Promise<Response>[] = [];
  try {
    await client.query('BEGIN');
    await client.query(`SELECT FROM idempotency_keys WHERE idempotency_key = 'k-flooded' FOR UPDATE`);
    flood.push(...bodies.map((body) => postNotice({ url, key: KEY, body })));
    const first = await Promise.race(flood);
    expect({ status: first.status, code: ((await first.json()) as { code: string }).code }).toEqual({
      ...{ status: 503, code: 'overloaded' },
    });
    expect(first.headers.get('retry-after')).toBe('1');
    expect((await world.acme.charge()).status).toBe(201);
  } finally {
    await client.query('COMMIT');
    client.release();
    await Promise.allSettled(flood);
  }
  const answers = await Promise.all(flood);
  const taken = answers.filter(({ status }) => status === 204).length;
  expect(taken + answers.filter(({ status }) => status === 503).length).toBe(FLOOD);
  expect(await kept()).toBe(before + taken);
});
