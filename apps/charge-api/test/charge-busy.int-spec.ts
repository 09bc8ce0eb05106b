import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from './caller.ts';
import { AcmeCharges } from './acme-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { eventsOf } from './charge-rows.ts';
import { ProviderGate } from './provider-gate.ts';

let gate: ProviderGate;
let world: ChargeApiWorld;
let charges: AcmeCharges;
beforeAll(async () => {
  gate = await ProviderGate.open();
  world = await ChargeApiWorld.start({ instances: 2, env: { PROVIDER_URL: gate.url } });
  gate.target = world.provider.url;
  charges = new AcmeCharges(world);
});
afterEach(async () => {
  gate.letGo();
  await world.provider.control({});
});
afterAll(async () => {
  await world.stop();
  await gate.close();
});

/** What a caller may want of a charge, under a key of its choice. */
const WISHES = {
  capture: (chargeId: string, key: string, url: string) => world.acme.capture(chargeId, {}, { key, url }),
  'partial capture': (chargeId: string, key: string, url: string) =>
    world.acme.capture(chargeId, { amount: 400 }, { key, url }),
  cancel: (chargeId: string, key: string, url: string) => world.acme.cancel(chargeId, { key, url }),
  refund: (chargeId: string, key: string, url: string) => world.acme.refund(chargeId, {}, { key, url }),
} as const satisfies Record<string, (chargeId: string, key: string, url: string) => Promise<Answer>>;
type Wish = keyof typeof WISHES;

const firstUrl = () => world.instances[0]!.url;

const expectBusy = ({ status, body, headers }: Answer, chargeId: string): void => {
  expect({ status, body }).toMatchObject({
    ...{ status: 409, body: { code: 'charge_busy', retryable: true, charge_id: chargeId } },
  });
  expect([headers.get('retry-after'), headers.get('should-retry')]).toEqual(['1', 'true']);
  expect(headers.has('idempotent-replayed')).toBe(false);
};

const isUsed = async (key: string): Promise<boolean> =>
  (await world.acme.get(`/v1/idempotency-keys/${key}`)).status === 200;

describe.each(['capture', 'cancel'] as const)('a charge whose %s is open', (open) => {
  it('sends every other change away without a trace, and each of their keys gets a real answer later', async () => {
    const chargeId = await charges.authorize();
    const held = gate.holdNext();
    const first = WISHES[open](chargeId, `k-open-${open}`, firstUrl());
    const call = await held;
    const before = await world.stored();
    const wishes = Object.keys(WISHES) as Wish[];
    const keyOf = (wish: Wish, instance: number) => `k-${open}-${wish.replace(' ', '-')}-${instance}`;
    const ask = (wish: Wish, instance: number) =>
      WISHES[wish](chargeId, keyOf(wish, instance), world.instances[instance]!.url);
    for (const wish of wishes) {
      for (const instance of [0, 1]) {
        expectBusy(await ask(wish, instance), chargeId);
        expect(await isUsed(keyOf(wish, instance))).toBe(false);
      }
    }
    expect(await world.stored()).toEqual(before);
    await call.forward();
    expect((await first).status).toBe(200);

    for (const wish of wishes) {
      const { status, body } = await ask(wish, 0);
      // A capture that has succeeded is what a refund was waiting for; everything else came too late for good.
      const isRefundable = open === 'capture' && wish === 'refund';
      expect({ status, code: body.code }).toEqual(
        isRefundable ? { status: 201, code: undefined } : { status: 422, code: 'charge_state_invalid' },
      );
      expect(await isUsed(keyOf(wish, 0))).toBe(true);
    }
  });

  it('stays busy while its outcome is unknown', async () => {
    const chargeId = await charges.authorize();
    const held = gate.holdNext();
    const first = WISHES[open](chargeId, `k-unknown-${open}`, firstUrl());
    (await held).drop();
    expect(await first).toMatchObject({ status: 202, body: { id: chargeId, status: 'authorized' } });
    for (const wish of Object.keys(WISHES) as Wish[]) {
      expectBusy(await WISHES[wish](chargeId, `k-unknown-${open}-${wish.replace(' ', '-')}`, firstUrl()), chargeId);
    }
    expect(await charges.effectsOf(chargeId)).toEqual(['authorize 1000']);
  });

  it('is free again when the provider has refused it', async () => {
    const chargeId = await charges.authorize();
    const held = gate.holdNext();
    const first = WISHES[open](chargeId, `k-refused-${open}`, firstUrl());
    (await held).answer(422, { code: 'not_now', message: 'no' });
    expect((await first).status).toBe(402);
    expect((await WISHES.capture(chargeId, `k-after-refused-${open}`, firstUrl())).status).toBe(200);
  });
});

describe('a charge that has no outcome itself', () => {
  const expectAllBusy = async (chargeId: string, name: string): Promise<void> => {
    const before = await world.stored();
    for (const wish of Object.keys(WISHES) as Wish[]) {
      const answer = await WISHES[wish](chargeId, `k-itself-${name}-${wish.replace(' ', '-')}`, firstUrl());
      expectBusy(answer, chargeId);
      expect(answer.body.detail).toContain(name);
    }
    expect(await world.stored()).toEqual(before);
  };

  it('because it is pending, unknown or under review, is neither captured, canceled nor refunded', async () => {
    const held = gate.holdNext();
    const creation = world.acme.charge({ capture: false }, { key: 'k-no-outcome' });
    const call = await held;
    const { rows } = await world.database.ownerPool.query<{ id: string }>(
      `SELECT resource_id AS id FROM idempotency_keys WHERE idempotency_key = 'k-no-outcome'`,
    );
    const chargeId = rows[0]!.id;
    await expectAllBusy(chargeId, 'pending');
    call.drop();
    expect(await creation).toMatchObject({ status: 202, body: { id: chargeId, status: 'unknown' } });
    await expectAllBusy(chargeId, 'unknown');
    await world.database.ownerPool.query(`UPDATE charges SET status = 'needs_review' WHERE id = $1`, [chargeId]);
    await expectAllBusy(chargeId, 'needs_review');
  });
});

describe('sixteen callers that want one charge in the same moment, on two instances', () => {
  const ROUNDS = 6;
  const CALLERS: readonly Wish[] = ['capture', 'cancel', 'partial capture', 'cancel'];

  it('get one change between them; the others are told to ask again, and then that they came too late', async () => {
    // Long enough for callers to find the first one open, short enough for six rounds.
    await world.provider.setLatency(25);
    let busy = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const chargeId = await charges.authorizeOverdue();
      const callers = Array.from({ length: 16 }, (_, index) => ({
        ask: () =>
          WISHES[CALLERS[(index + round) % 4]!](chargeId, `k-race-${round}-${index}`, world.instances[index % 2]!.url),
        key: `k-race-${round}-${index}`,
      }));
      const expiries = [charges.expire(0), charges.expire(1)];
      const answers = await Promise.all(callers.map(({ ask }) => ask()));
      await Promise.all(expiries);

      const { status } = await charges.show(chargeId);
      expect(['captured', 'canceled', 'expired']).toContain(status);
      const won = answers.filter((answer) => answer.status === 200);
      expect(won.map(({ body }) => body.status)).toEqual(status === 'expired' ? [] : [status]);
      expect(await charges.effectsOf(chargeId)).toHaveLength(2);
      expect(await eventsOf(world.database.ownerPool, chargeId)).toHaveLength(2);
      for (const [index, answer] of answers.entries()) {
        if (answer.status === 200) continue;
        const { ask, key } = callers[index]!;
        if (answer.status === 409) {
          busy += 1;
          expectBusy(answer, chargeId);
        }
        expect(await isUsed(key)).toBe(answer.status === 422);
        const later = await ask();
        expect(later).toMatchObject({ status: 422, body: { code: 'charge_state_invalid' } });
        expect(later.headers.has('idempotent-replayed')).toBe(answer.status === 422);
      }
    }
    expect(busy).toBeGreaterThan(0);
    const succeeded = `kind IN ('charge.capture', 'charge.cancel', 'charge.expire') AND state = 'succeeded'`;
    const twice = `SELECT FROM operations WHERE ${succeeded} GROUP BY charge_id HAVING count(*) > 1`;
    expect(await world.count(twice)).toBe(0);
  });
});
