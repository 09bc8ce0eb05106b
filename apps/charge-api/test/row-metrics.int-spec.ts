import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrape, scrapeByLabel } from './exposition.ts';

const HOUR_S = 3_600;

let world: ChargeApiWorld;
let url: string;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  url = world.instances[0]!.url;
});
afterEach(() => world.provider.control({}));
afterAll(() => world.stop());

const chargeOf = async (fields: object = {}): Promise<string> =>
  String((await world.acme.charge({ ...fields })).body.id);

/** Whole hours of a gauge in seconds: no machine takes this long between a row and its scrape. */
const hoursOf = (seconds: number | undefined): number => Math.floor((seconds ?? Number.NaN) / HOUR_S);

const moveBack = (table: 'operations' | 'idempotency_keys', column: string, key: string, hours: number) =>
  world.database.ownerPool.query(
    `UPDATE ${table} SET ${column} = clock_timestamp() - $1::integer * interval '1 hour' WHERE idempotency_key = $2`,
    [hours, key],
  );

/** Refunds the whole payment by hand, so that the provider declines whatever we ask for after that. */
const emptyAtProvider = async (chargeId: string): Promise<void> => {
  const [effect] = await world.provider.effectsOf(chargeId);
  const refunded = await fetch(`${world.provider.url}/v1/payments/${effect!.payment_id}/refunds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `by-hand-${chargeId}` },
    body: JSON.stringify({ amount_minor: effect!.amount_minor }),
  });
  expect(refunded.status).toBe(201);
};

describe('the effects that the ledger is owed', () => {
  it('are one for each charge that was captured and one for each refund that succeeded, and no other', async () => {
    // Captured: by creation (3), by a capture (1).
    const refunded = await chargeOf({ amount: 500 });
    const declined = await chargeOf({ amount: 500 });
    const unknown = await chargeOf({ amount: 500 });
    expect((await world.acme.capture(await chargeOf({ capture: false }))).status).toBe(200);
    // Never captured.
    await chargeOf({ capture: false });
    expect((await world.acme.cancel(await chargeOf({ capture: false }))).status).toBe(200);
    expect((await world.acme.charge({ source: 'tok_declined' })).status).toBe(402);
    await world.provider.addFault({ kind: 'effect_then_drop', operations: ['sale'], times: 1 });
    expect((await world.acme.charge()).status).toBe(202);
    // Refunds: two succeed, one is declined, one refused, one of unknown outcome.
    for (const amount of [100, 200]) expect((await world.acme.refund(refunded, { amount })).status).toBe(201);
    await emptyAtProvider(declined);
    expect((await world.acme.refund(declined, { amount: 100 })).status).toBe(402);
    expect((await world.acme.refund(declined, { amount: 501 })).status).toBe(422);
    await world.provider.addFault({ kind: 'effect_then_drop', operations: ['refund'], times: 1 });
    expect((await world.acme.refund(unknown, { amount: 100 })).status).toBe(202);
    expect((await scrape(url)).get('charge_effects_owed')).toBe(6);
  });
});

describe('operations without an outcome', () => {
  it('are counted by state, and as old as the oldest of each', async () => {
    const before = await scrapeByLabel(url, 'operations_unsettled');
    for (const key of ['k-older', 'k-younger']) {
      await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
      expect((await world.acme.charge({}, { key })).status).toBe(202);
    }
    await moveBack('operations', 'unknown_since', 'k-older', 5);
    await moveBack('operations', 'unknown_since', 'k-younger', 2);
    const after = await scrapeByLabel(url, 'operations_unsettled');
    expect([after.unknown! - before.unknown!, after.needs_review! - before.needs_review!]).toEqual([2, 0]);
    const oldest = await scrapeByLabel(url, 'operations_unsettled_oldest_seconds');
    expect([hoursOf(oldest.unknown), oldest.needs_review]).toEqual([5, 0]);
  });
});

describe('work whose worker was lost', () => {
  it('is counted, and as old as the lease that ended first; what is of unknown outcome is not among it', async () => {
    const keys = ['k-lost-first', 'k-lost-second', 'k-unknown'];
    for (const key of keys) {
      await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
      expect((await world.acme.charge({}, { key })).status).toBe(202);
    }
    // As a worker leaves them that is killed during its call.
    await world.database.ownerPool.query(
      `UPDATE idempotency_keys SET unsettled = NULL WHERE idempotency_key IN ('k-lost-first', 'k-lost-second')`,
    );
    await moveBack('idempotency_keys', 'lease_until', 'k-lost-first', 7);
    await moveBack('idempotency_keys', 'lease_until', 'k-lost-second', 3);
    await moveBack('idempotency_keys', 'lease_until', 'k-unknown', 9);
    const samples = await scrape(url);
    expect(samples.get('idempotency_leases_over')).toBe(2);
    expect(hoursOf(samples.get('idempotency_leases_over_oldest_seconds'))).toBe(7);
  });
});
