import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { KEEP_ALIVE_MS } from '../src/http/create-adapter.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { closeDatabase, openDatabase } from './database-faults.ts';

let world: ChargeApiWorld;
beforeAll(async () => {
  const times = { ANSWER_DEADLINE_MS: '200', CLIENT_ATTEMPT_TIMEOUT_MS: '400', LEASE_MS: '5000' };
  world = await ChargeApiWorld.start({ instances: 2, env: times });
});
afterAll(() => world.stop());

const probe = async (path: string) => {
  const answer = await fetch(`${world.instances[0]!.url}${path}`);
  return { status: answer.status, body: await answer.json() };
};

describe('the probes', () => {
  it('say that it lives and is ready', async () => {
    expect(await probe('/livez')).toEqual({ status: 200, body: { status: 'ok' } });
    const checks = [{ name: 'database' }, { name: 'provider_account' }];
    expect(await probe('/readyz')).toEqual({ status: 200, body: { status: 'ok', checks } });
  });

  it('say that it lives but is not ready while the database is away, and again when it is back', async () => {
    await closeDatabase(world.database.name);
    try {
      expect(await probe('/readyz')).toMatchObject({
        status: 503,
        body: {
          status: 'unready',
          checks: [{ name: 'database', error: expect.any(String) }, { name: 'provider_account' }],
        },
      });
      expect(await probe('/livez')).toMatchObject({ status: 200 });
      const refused = await world.acme.charge({}, { key: 'k-away' });
      expect(refused).toMatchObject({ status: 503, body: { code: 'service_unavailable', retryable: true } });
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(refused.headers.get('should-retry')).toBe('true');
    } finally {
      await openDatabase(world.database.name);
    }
    expect(await probe('/readyz')).toMatchObject({ status: 200 });
    // On a busy machine the first answer may be that it is under way.
    await eventually('the charge', async () => (await world.acme.charge({}, { key: 'k-away' })).status === 201);
  });
});

describe('an orderly stop', () => {
  it('finishes what is under way, also what its caller was told to ask for later', async () => {
    await world.provider.setLatency(1_000);
    const second = world.instances[1]!;
    const accepted = await world.acme.charge({}, { key: 'k-stopping', url: second.url });
    expect(accepted.status).toBe(202);
    const options = { key: 'k-waiting', url: second.url, headers: { prefer: 'wait=9' } };
    const waiting = world.acme.charge({}, options);
    await eventually('it is claimed', () =>
      world.acme.get('/v1/idempotency-keys/k-waiting').then(({ status }) => status === 200),
    );
    const stoppingAt = performance.now();
    await second.close();
    // Not when an idle connection, which its client keeps alive, has outlived its time.
    expect(performance.now() - stoppingAt).toBeLessThan(KEEP_ALIVE_MS / 2);
    expect(await waiting).toMatchObject({ status: 201, body: { status: 'captured' } });
    expect((await waiting).headers.get('connection')).toBe('close');
    const done = await world.acme.charge({}, { key: 'k-stopping' });
    expect(done).toMatchObject({ status: 201, body: { id: accepted.body.id } });
    expect(done.headers.get('idempotent-replayed')).toBe('true');
    expect((await world.acme.get('/v1/idempotency-keys/k-stopping')).body).toMatchObject({ attempts: 1 });
  });
});
