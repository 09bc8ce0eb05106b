import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort } from '@once/stack';
import { ChargeApiWorld } from './charge-api-world.ts';
import { startChargeApi } from './start-charge-api.ts';
import { TestProvider } from './test-provider.ts';

let world: ChargeApiWorld;
let port: number;
/** Of the provider, while it is down. */
let record: string;
beforeAll(async () => {
  port = await findFreePort();
  // Whose money it is has to be known before anything is accepted.
  const provider = await TestProvider.start(port);
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: provider.url } });
  await world.acme.charge();
  record = await provider.suspend();
});
afterAll(() => world.stop());

const attemptOutcomes = async (): Promise<string[]> => {
  const { rows } = await world.database.ownerPool.query<{ outcome: string }>(
    `SELECT a.outcome FROM provider_attempts a JOIN operations o ON o.id = a.operation_id
     WHERE o.idempotency_key = 'k-down' ORDER BY a.attempt`,
  );
  return rows.map(({ outcome }) => outcome);
};
const keyState = async (key: string) => (await world.acme.get(`/v1/idempotency-keys/${key}`)).body;

describe('a provider that nobody has reached yet', () => {
  it('is a refusal before anything is kept, and no reason to be unready', async () => {
    const nobody = `http://127.0.0.1:${await findFreePort()}`;
    const api = await startChargeApi({
      DATABASE_URL: world.database.serviceUrl('charge_service'),
      PROVIDER_URL: nobody,
    });
    try {
      const before = await world.stored();
      const refused = await world.acme.charge({}, { key: 'k-before', url: api.url });
      expect(refused).toMatchObject({ status: 503, body: { code: 'provider_unavailable', retryable: true } });
      expect(await world.stored()).toEqual(before);
      expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
    } finally {
      await api.close();
    }
  });
});

describe('a provider that nobody can reach', () => {
  it('is a safe refusal however often it is tried, and the same key succeeds when it is back', async () => {
    let chargeId: unknown;
    for (const attempts of [1, 2, 3]) {
      const refused = await world.acme.charge({}, { key: 'k-down' });
      expect(refused).toMatchObject({ status: 503, body: { code: 'provider_unavailable', retryable: true } });
      expect(refused.headers.get('should-retry')).toBe('true');
      expect(refused.headers.get('retry-after')).toBe('2');
      const record = await keyState('k-down');
      expect(record).toMatchObject({ state: 'RECEIVED', attempts, response_status: null });
      expect(record.resource_id).toBe((chargeId ??= record.resource_id));
    }
    const provider = await TestProvider.start(port, record);
    try {
      const done = await world.acme.charge({}, { key: 'k-down' });
      expect(done).toMatchObject({ status: 201, body: { id: chargeId, status: 'captured' } });
      expect(done.headers.has('idempotent-replayed')).toBe(false);
      expect(await provider.effectsOf(String(chargeId))).toHaveLength(1);
      expect(await world.count('SELECT FROM charges')).toBe(2);
      expect(await keyState('k-down')).toMatchObject({ state: 'COMPLETED', attempts: 4 });
      expect(await attemptOutcomes()).toEqual(['refused', 'refused', 'refused', 'succeeded']);
    } finally {
      await provider.stop();
    }
  });

  it('holds the key for its body: another one is 422, also while nobody owns it', async () => {
    expect((await world.acme.charge({}, { key: 'k-held' })).status).toBe(503);
    const other = await world.acme.charge({ amount: 1 }, { key: 'k-held' });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });
});
