import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';

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

  it('is one per tenant', async () => {
    expect((await world.acme.charge({ reference: 'order-4' })).status).toBe(201);
    expect((await world.globex.charge({ reference: 'order-4' })).status).toBe(201);
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
