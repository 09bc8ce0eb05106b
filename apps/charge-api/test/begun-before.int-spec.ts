import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shardOfCharge } from '@once/contracts';
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { ChargeApiWorld } from './charge-api-world.ts';
import { readTraces } from './operation-traces.ts';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';
import { UNHURRIED } from './unhurried.ts';

let world: ChargeApiWorld;
let updated: RunningChargeApi;
let sweeps: SweepsByHand;
beforeAll(async () => {
  world = await ChargeApiWorld.start();
  updated = await startChargeApi({
    DATABASE_URL: world.database.serviceUrl('charge_service'),
    PROVIDER_URL: world.provider.url,
    // 0.1.0 did not keep whose money it moved.
    PROVIDER_ACCOUNT_OF_OLD_CHARGES: await world.provider.account(),
    ...UNHURRIED,
  });
  sweeps = await SweepsByHand.takeOver(updated, world.database.ownerPool);
});
afterAll(async () => {
  await updated.close();
  await world.stop();
});

const CHARGE = { amount_minor: '1000', currency: 'EUR', source: 'tok_visa', capture: true };

/** Rows of a charge whose worker was lost during its call, as 0.1.0 made them: their ids were drawn. */
const beginAsBefore = async (key: string) => {
  const [id, chargeId] = [uuidv7(), uuidv7()];
  const { tenantId } = world.acme;
  const insert = (sql: string, values: unknown[]) => world.database.ownerPool.query(sql, values);
  await insert(
    `INSERT INTO idempotency_keys (tenant_id, idempotency_key, operation, fingerprint, fingerprint_version, state, epoch,
                                   claim_id, lease_until, attempt, resource_id, expires_at)
     VALUES ($1, $2, 'charge.create', sha256('as it came'), 1, 'PROCESSING', 1, $3, clock_timestamp(), 1, $4,
             clock_timestamp() + interval '7 days')`,
    [tenantId, key, randomUUID(), chargeId],
  );
  await insert(
    `INSERT INTO charges (id, tenant_id, status, shard, amount_minor, currency, currency_exponent, provider)
     VALUES ($1, $2, 'pending', $3, 1000, 'EUR', 2, 'simulator')`,
    [chargeId, tenantId, shardOfCharge(chargeId)],
  );
  await insert(
    `INSERT INTO operations (id, tenant_id, idempotency_key, charge_id, kind, state, amount_minor, input, request_id)
     VALUES ($1, $2, $3, $4, 'charge.create', 'pending', 1000, '{"source":"tok_visa","capture":true}', 'req_1')`,
    [id, tenantId, key, chargeId],
  );
  await insert(
    `INSERT INTO provider_attempts (operation_id, attempt, provider, provider_key, outcome)
     VALUES ($1, 1, 'simulator', $2, 'open')`,
    [id, `once_${id}`],
  );
  return { id, chargeId };
};

/** The call that 0.1.0 made: with the number of the try in its metadata. */
const callAsBefore = async ({ id, chargeId }: { id: string; chargeId: string }): Promise<number> => {
  const metadata = { charge_id: chargeId, operation_id: id, tenant_id: world.acme.tenantId, attempt: '1' };
  const { status } = await fetch(`${world.provider.url}/v1/payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `once_${id}` },
    body: JSON.stringify({ ...CHARGE, metadata }),
  });
  return status;
};

describe('a charge that was begun before ids were derived', () => {
  it('is found under the provider key that is stored with it, and keeps its ids', async () => {
    const begun = await beginAsBefore('k-found');
    expect(await callAsBefore(begun)).toBe(201);
    expect(await sweeps.resume('k-found')).toBe('completed');
    expect(await readTraces(world.database.ownerPool, 'k-found')).toMatchObject({
      ...begun,
      ...{ state: 'succeeded', charge: { status: 'captured' } },
      attempts: [{ attempt: 1, outcome: 'succeeded', providerKey: `once_${begun.id}` }],
    });
    expect(await world.provider.effectsOf(begun.chargeId)).toMatchObject([{ provider_key: `once_${begun.id}` }]);
  });

  it('is sent again under the provider key that is stored with it where the provider knows nothing', async () => {
    const begun = await beginAsBefore('k-sent');
    expect(await sweeps.resume('k-sent')).toBe('completed');
    expect(await readTraces(world.database.ownerPool, 'k-sent')).toMatchObject({
      ...{ ...begun, state: 'succeeded' },
      attempts: [
        { attempt: 1, providerKey: `once_${begun.id}` },
        { attempt: 2, outcome: 'succeeded', providerKey: `once_${begun.id}` },
      ],
    });
    // The call of the lost worker arrives after all, as it was sent then: no second effect.
    await callAsBefore(begun);
    expect(await world.provider.effectsOf(begun.chargeId)).toMatchObject([{ provider_key: `once_${begun.id}` }]);
  });
});
