import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort } from '@once/stack';
import { ChargeApiWorld } from './charge-api-world.ts';
import { TestProvider } from './test-provider.ts';

let world: ChargeApiWorld;
let port: number;
beforeAll(async () => {
  port = await findFreePort();
  world = await ChargeApiWorld.start({ env: { PROVIDER_URL: `http://127.0.0.1:${port}` } });
});
afterAll(() => world.stop());

const attemptOutcomes = async (): Promise<string[]> => {
  const { rows } = await world.database.ownerPool.query<{ outcome: string }>(
    'SELECT outcome FROM provider_attempts ORDER BY attempt',
  );
  return rows.map(({ outcome }) => outcome);
};
const keyState = async (key: string) => (await world.acme.get(`/v1/idempotency-keys/${key}`)).body;

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
    const provider = await TestProvider.start(port);
    try {
      const done = await world.acme.charge({}, { key: 'k-down' });
      expect(done).toMatchObject({ status: 201, body: { id: chargeId, status: 'captured' } });
      expect(done.headers.has('idempotent-replayed')).toBe(false);
      expect(await provider.effectsOf(String(chargeId))).toHaveLength(1);
      expect(await world.count('SELECT FROM charges')).toBe(1);
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
