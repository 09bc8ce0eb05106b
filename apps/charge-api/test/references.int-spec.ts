import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start({ instances: 2 })));
afterAll(() => world.stop());

describe('a reference', () => {
  it('of a live charge is refused with its id, and the second key is not used up', async () => {
    const first = await world.acme.charge({ reference: 'order-1' });
    const before = await world.stored();
    const second = await world.acme.charge({ reference: 'order-1' }, { key: 'k-second' });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'reference_in_use', retryable: false, charge_id: first.body.id },
    });
    expect(second.headers.get('should-retry')).toBe('false');
    expect(second.headers.has('retry-after')).toBe(false);
    expect(await world.stored()).toEqual(before);
    // Not stored, so the key names nothing yet: it may still be used, also for another body.
    expect((await world.acme.charge({ reference: 'order-2' }, { key: 'k-second' })).status).toBe(201);
  });

  it('is free again when its charge has failed', async () => {
    expect((await world.acme.charge({ reference: 'order-3', source: 'tok_declined' })).status).toBe(402);
    expect((await world.acme.charge({ reference: 'order-3' })).status).toBe(201);
  });

  it('is free again when its charge was canceled', async () => {
    const { body } = await world.acme.charge({ reference: 'order-6', capture: false });
    expect((await world.acme.charge({ reference: 'order-6' })).status).toBe(409);
    expect((await world.acme.cancel(body.id)).status).toBe(200);
    expect((await world.acme.charge({ reference: 'order-6' })).status).toBe(201);
  });

  it('is one per tenant, and whoever repeats it is told of its own charge and of no other', async () => {
    const tenants = [world.acme, world.globex];
    const ids: unknown[] = [];
    for (const tenant of tenants) {
      const made = await tenant.charge({ reference: 'order-4' });
      expect(made.status).toBe(201);
      ids.push(made.body.id);
    }
    for (const [index, tenant] of tenants.entries()) {
      const refused = await tenant.charge({ reference: 'order-4' });
      expect(refused).toMatchObject({ status: 409, body: { code: 'reference_in_use', charge_id: ids[index] } });
      expect(refused.text).not.toContain(String(ids[1 - index]));
    }
  });

  it('replays to the key that owns it', async () => {
    const first = await world.acme.charge({ reference: 'order-5' }, { key: 'k-owner' });
    expect((await world.acme.charge({ reference: 'order-5' }, { key: 'k-owner' })).text).toBe(first.text);
  });

  it('goes to one of many keys that want it in the same moment, on two instances', async () => {
    for (let round = 0; round < 10; round++) {
      const reference = `race-${round}`;
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          world.acme.charge({ reference }, { url: world.instances[index % 2]!.url }),
        ),
      );
      const made = answers.filter(({ status }) => status === 201);
      const refused = answers.filter(({ status }) => status === 409);
      expect([made.length, refused.length]).toEqual([1, 11]);
      expect(refused.map(({ body }) => body.charge_id)).toEqual(refused.map(() => made[0]?.body.id));
    }
    const charges = await world.count(`SELECT FROM charges WHERE reference LIKE 'race-%'`);
    const keys = await world.count(
      `SELECT FROM idempotency_keys k JOIN charges c ON c.id = k.resource_id WHERE c.reference LIKE 'race-%'`,
    );
    expect([charges, keys]).toEqual([10, 10]);
  });
});

describe('a reference of a charge without an outcome', () => {
  const charge = (key?: string) =>
    world.acme.charge({ reference: 'order-lost', source: 'tok_declined' }, key === undefined ? {} : { key });

  it('is taken while that is unknown, and free when it turns out to have failed', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    await world.provider.addFault({ kind: 'drop_before_effect', operations: ['sale'], times: 1 });
    const lost = await charge('k-lost');
    expect(lost).toMatchObject({ status: 202, body: { status: 'unknown', reference: 'order-lost' } });
    expect(await charge()).toMatchObject({
      ...{ status: 409, body: { code: 'reference_in_use', charge_id: lost.body.id } },
    });
    // The key that owns the reference is not in its own way.
    expect((await charge('k-lost')).status).toBe(202);
    expect(await sweeps.resolve('k-lost')).toBe('completed');
    expect(await charge('k-lost')).toMatchObject({ status: 402, body: { code: 'card_declined' } });
    expect((await world.acme.charge({ reference: 'order-lost' })).status).toBe(201);
  });

  it('is taken while that is under review', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    await world.provider.addFault({ kind: 'drop_before_effect', operations: ['sale'], times: 1 });
    const lost = await world.acme.charge({ reference: 'order-review' }, { key: 'k-review' });
    await sweeps.age('k-review', 2 * 86_400_000);
    expect(await sweeps.resolve('k-review')).toBe('unsettled');
    expect(await world.acme.get(`/v1/charges/${String(lost.body.id)}`)).toMatchObject({
      body: { status: 'needs_review' },
    });
    expect(await world.acme.charge({ reference: 'order-review' })).toMatchObject({
      ...{ status: 409, body: { code: 'reference_in_use', charge_id: lost.body.id } },
    });
  });
});
