import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InMemorySimulator } from '../../test/in-memory-simulator.ts';
import { SALE } from '../../test/provider-api.ts';

let simulator: InMemorySimulator;

beforeEach(() => {
  simulator = new InMemorySimulator();
});

afterEach(() => simulator.app.close());

describe('a lookup', () => {
  it('says absent for a key that was never seen', async () => {
    const answer = await simulator.get('/v1/requests/nobody');
    expect([answer.statusCode, answer.json().outcome]).toEqual([404, 'absent']);
  });

  it('finds a key whatever visible characters it has, with what was answered and sent along', async () => {
    const key = 'a/b?c%d#"~' + '&'.repeat(245);
    await simulator.post('/v1/payments', key, { ...SALE, metadata: { charge_id: 'ch_1', attempt: 1 } });
    expect(await simulator.read(`/v1/requests/${encodeURIComponent(key)}`)).toMatchObject({
      outcome: 'found',
      provider_key: key,
      operation: 'sale',
      http_status: 201,
      body: { id: 'pay_1', status: 'captured' },
      effect: 'captured',
      metadata: { charge_id: 'ch_1', attempt: 1 },
    });
  });

  it('is inconclusive, not absent, while a request with the key is in progress', async () => {
    await simulator.setFault('hold');
    const pending = simulator.post('/v1/payments', 'k', SALE).then((answer) => answer.statusCode);
    await simulator.entered.promise;
    const lookup = await simulator.get('/v1/requests/k');
    expect([lookup.statusCode, lookup.json()]).toMatchObject([200, { outcome: 'inconclusive', reason: 'in_progress' }]);
    simulator.released.resolve();
    expect(await pending).toBe(201);
    expect(await simulator.read('/v1/requests/k')).toMatchObject({ outcome: 'found' });
  });
});

describe('the record', () => {
  it('is not shown, and no answer is sent, before it is durable', async () => {
    const [syncing, disk] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const log: string[] = [];
    simulator.sync = () => {
      syncing.resolve();
      return disk.promise.then(() => void log.push('synced'));
    };
    const answer = simulator.post('/v1/payments', 'k', SALE).then(() => log.push('answered'));
    await syncing.promise;
    const effects = simulator.read('/v1/effects').then(() => log.push('read'));
    await nextTurn();
    expect(log).toEqual([]);
    disk.resolve();
    await Promise.all([answer, effects]);
    expect(log[0]).toBe('synced');
    expect(log).toHaveLength(3);
  });

  it('answers nothing more, and shows nothing more, once it cannot be written', async () => {
    await simulator.post('/v1/payments', 'k1', SALE);
    simulator.sync = () => Promise.reject(new Error('EIO'));
    expect((await simulator.post('/v1/payments', 'k2', SALE)).statusCode).toBe(500);
    simulator.sync = async () => undefined;
    expect((await simulator.post('/v1/payments', 'k3', SALE)).statusCode).toBe(500);
    expect((await simulator.post('/v1/payments', 'k1', SALE)).statusCode).toBe(500);
    expect((await simulator.get('/v1/effects')).statusCode).toBe(500);
  });

  it('is read in pages, and per key', async () => {
    for (const key of ['k1', 'k2', 'k3']) await simulator.post('/v1/payments', key, SALE);
    const sequences = async (url: string) => {
      const { data, has_more } = await simulator.read(url);
      return [data.map(({ sequence }: { sequence: number }) => sequence), has_more];
    };
    expect(await sequences('/v1/effects?limit=2')).toEqual([[1, 2], true]);
    expect(await sequences('/v1/effects?limit=1&after=2')).toEqual([[3], false]);
    expect(await sequences('/v1/effects?after=3')).toEqual([[], false]);
    expect(await sequences('/v1/effects?provider_key=k2')).toEqual([[2], false]);
    expect(await sequences('/v1/effects?provider_key=k2&after=2')).toEqual([[], false]);
    expect(await sequences('/v1/requests?limit=2')).toEqual([[1, 2], true]);
    expect(await sequences('/v1/requests?after=2')).toEqual([[3], false]);
  });

  it.each([
    '/v1/effects?limit=0',
    '/v1/effects?limit=1001',
    '/v1/effects?after=-1',
    '/v1/effects?afer=1',
    '/v1/requests?provider_key=k',
  ])('refuses %s', async (url) => {
    expect((await simulator.get(url)).statusCode).toBe(400);
  });
});
