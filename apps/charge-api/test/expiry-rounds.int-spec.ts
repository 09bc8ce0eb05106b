import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
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

describe('the key of an expiry', () => {
  it('that its tenant has used for something else leaves both as they are', async () => {
    const chargeId = await charges.authorizeOverdue();
    const own = await world.acme.charge({ amount: 5 }, { key: `once-expire-${chargeId}` });
    expect(own.status).toBe(201);
    const before = await world.stored();
    expect(await charges.expire()).toBe(1);
    expect(await world.stored()).toEqual(before);
    expect(await charges.show(chargeId)).toMatchObject({ status: 'authorized' });
    expect((await world.acme.charge({ amount: 5 }, { key: `once-expire-${chargeId}` })).text).toBe(own.text);
  });

  it("that another tenant has used is not this tenant's", async () => {
    const chargeId = await charges.authorizeOverdue();
    expect((await world.globex.charge({}, { key: `once-expire-${chargeId}` })).status).toBe(201);
    await charges.expire();
    expect(await charges.show(chargeId)).toMatchObject({ status: 'expired' });
  });

  it('can not be used by its tenant for something else afterwards', async () => {
    const chargeId = await charges.authorizeOverdue();
    await charges.expire();
    expect(await world.acme.cancel(chargeId, { key: `once-expire-${chargeId}` })).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  it('that a tenant has taken for more charges than a round holds keeps nobody else from being expired', async () => {
    const taken = await Promise.all(Array.from({ length: 51 }, () => charges.authorizeOverdue()));
    await Promise.all(taken.map((chargeId) => world.acme.charge({}, { key: `once-expire-${chargeId}` })));
    const last = await world.globex.charge({ capture: false });
    await charges.endAuthorization(String(last.body.id));
    expect(await charges.expire()).toBe(50);
    expect((await world.globex.get(`/v1/charges/${String(last.body.id)}`)).body).toMatchObject({ status: 'expired' });
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
