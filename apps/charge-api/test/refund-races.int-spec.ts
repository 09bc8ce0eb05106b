import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { untilFree } from './until-free.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start({ instances: 2 })));
afterAll(() => world.stop());

const chargeOf = async (amount: number): Promise<string> => {
  const made = await world.acme.charge({ amount });
  expect(made.status).toBe(201);
  return String(made.body.id);
};
const show = async (chargeId: string) => (await world.acme.get(`/v1/charges/${chargeId}`)).body;

describe('refunds in the same moment, on two instances', () => {
  const race = (chargeId: string, amounts: readonly number[]) =>
    Promise.all(
      amounts.map((amount, index) => {
        const options = { url: world.instances[index % 2]!.url, key: `k-race-${chargeId}-${index}` };
        // What open refunds hold may still come back, so its claim is told to ask again.
        return untilFree(() => world.acme.refund(chargeId, { amount }, options));
      }),
    );

  it.each([
    [1_000, Array.from({ length: 20 }, () => 300), 3],
    [1_000, [400, 300, 300], 3],
    [1_000, Array.from({ length: 10 }, () => 1_000), 1],
    [1_000, Array.from({ length: 30 }, () => 50), 20],
  ])('of a charge over %d: of %j exactly %d succeed', async (captured, amounts, fitting) => {
    const chargeId = await chargeOf(captured);
    const answers = await race(chargeId, amounts);
    const succeeded = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 422);
    expect([succeeded.length, refused.length]).toEqual([fitting, amounts.length - fitting]);
    expect(new Set(refused.map(({ body }) => body.code))).not.toContain('idempotency_key_reused');
    const refunded = succeeded.reduce((sum, { body }) => sum + Number(body.amount), 0);
    expect(await show(chargeId)).toMatchObject({ amount_refunded: refunded });
    const effects = (await world.provider.effectsOf(chargeId)).filter(({ operation }) => operation === 'refund');
    expect(effects).toHaveLength(fitting);
    const versions = await world.database.ownerPool.query(
      'SELECT array_agg(version ORDER BY id) AS versions FROM outbox WHERE charge_id = $1',
      [chargeId],
    );
    expect(versions.rows).toEqual([{ versions: Array.from({ length: fitting + 1 }, (_, index) => index + 1) }]);
  });

  it('of mixed amounts never exceed the captured money and never refuse one that would have fitted', async () => {
    for (let round = 0; round < 5; round++) {
      const chargeId = await chargeOf(1_000);
      const answers = await race(chargeId, [600, 600, 400, 350, 250, 200, 150, 100]);
      const refunded = answers.reduce((sum, { status, body }) => sum + (status === 201 ? Number(body.amount) : 0), 0);
      expect(refunded).toBeLessThanOrEqual(1_000);
      const asked = [600, 600, 400, 350, 250, 200, 150, 100];
      // Nothing is given back in this race, so whatever was refused for its size must not fit the final rest either.
      const refused = asked.filter((_amount, index) => answers[index]?.body.code === 'amount_too_large');
      for (const amount of refused) expect(amount).toBeGreaterThan(1_000 - refunded);
      expect(await show(chargeId)).toMatchObject({ amount_refunded: refunded });
    }
  });
});
