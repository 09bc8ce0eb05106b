import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { AcmeCharges } from './acme-charges.ts';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
let charges: AcmeCharges;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  charges = new AcmeCharges(world);
});
/** Each test has its round to itself: what earlier ones left authorized lasts on. */
beforeEach(() =>
  world.database.ownerPool.query(
    `UPDATE charges SET authorization_expires_at = 'infinity' WHERE authorization_expires_at IS NOT NULL`,
  ),
);
afterAll(() => world.stop());

/** As it was possible before such keys were reserved. */
const takeKey = async (key: string): Promise<void> => {
  const own = `k-taken-${randomUUID()}`;
  expect((await world.acme.charge({ amount: 5 }, { key: own })).status).toBe(201);
  // Both sides, and what refers to it at the commit only.
  await world.database.ownerPool.query(
    `WITH key AS (UPDATE idempotency_keys SET idempotency_key = $2 WHERE idempotency_key = $1)
     UPDATE operations SET idempotency_key = $2 WHERE idempotency_key = $1`,
    [own, key],
  );
};

describe('the key of an expiry', () => {
  it('can not be begun by a tenant, of whatever charge and in whatever spelling, and leaves nothing', async () => {
    const chargeId = await charges.authorizeOverdue();
    const before = await world.stored();
    for (const key of [`once-expire-${chargeId}`, `"once-expire-${chargeId}-2"`, 'once-expire-', 'once-expire-x']) {
      for (const refused of [
        await world.acme.charge({ amount: 5 }, { key }),
        await world.acme.cancel(chargeId, { key }),
      ]) {
        expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency_key_invalid', retryable: false } });
      }
    }
    expect(await world.stored()).toEqual(before);
    await charges.expire();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
  });

  it('that a tenant had before they were reserved stays the tenant’s, and the charge is expired under the next', async () => {
    const chargeId = await charges.authorizeOverdue();
    const key = `once-expire-${chargeId}`;
    await takeKey(key);
    expect(await charges.expire()).toBe(1);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
    expect(await world.acme.charge({ amount: 5 }, { key })).toMatchObject({ status: 201, body: { amount: 5 } });
    expect((await world.acme.get(`/v1/idempotency-keys/${key}-2`)).body).toMatchObject({ state: 'COMPLETED' });
  });

  it('can not be used by its tenant for something else afterwards', async () => {
    const chargeId = await charges.authorizeOverdue();
    await charges.expire();
    expect(await world.acme.cancel(chargeId, { key: `once-expire-${chargeId}` })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });
});

describe('a charge that can not be expired', () => {
  it('keeps no other one from its end, and is expired when it can be', async () => {
    const [bad, good] = [await charges.authorizeOverdue(), await charges.authorizeOverdue()];
    const owner = world.database.ownerPool;
    await owner.query(`CREATE FUNCTION refuse_operation() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = '23514'; END $$`);
    await owner.query(`CREATE TRIGGER bad_charge BEFORE INSERT ON operations FOR EACH ROW
      WHEN (NEW.charge_id = '${bad}') EXECUTE FUNCTION refuse_operation()`);
    expect(await charges.expire()).toBe(2);
    expect([await charges.show(bad), await charges.show(good)]).toMatchObject([
      { status: 'authorized' },
      { status: 'expired' },
    ]);
    await owner.query('DROP TRIGGER bad_charge ON operations');
    expect(await charges.expire()).toBe(1);
    expect(await charges.show(bad)).toMatchObject({ status: 'expired' });
  });
});

describe('an authorization window of one second', () => {
  it('ends each authorization by itself one second after it was made', async () => {
    const short = await ChargeApiWorld.start({ env: { AUTHORIZATION_WINDOW_MS: '1000', SWEEP_INTERVAL_MS: '10' } });
    try {
      const { body } = await short.acme.charge({ capture: false });
      expect(body).toMatchObject({ status: 'authorized' });
      const expired = await eventually('the expiry', async () => {
        const now = (await short.acme.get(`/v1/charges/${String(body.id)}`)).body;
        return now.status === 'authorized' ? undefined : now;
      });
      expect(expired).toMatchObject({ status: 'expired' });
      const { rows } = await short.database.ownerPool.query(
        `SELECT t.created_at >= c.authorization_expires_at AS was_over,
                extract(epoch FROM c.authorization_expires_at - c.created_at) BETWEEN 1 AND 5 AS is_one_second
         FROM charges c JOIN charge_transitions t ON t.charge_id = c.id AND t.to_status = 'expired'`,
      );
      expect(rows).toEqual([{ was_over: true, is_one_second: true }]);
    } finally {
      await short.stop();
    }
  });
});
