import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, cutConnections, type TestDatabase } from '@once/testing';
import { SILENT } from '../../test/silent.ts';
import { OutboxWaker } from './outbox-waker.ts';
import { WakeListener } from './wake-listener.ts';

describe('WakeListener', () => {
  let database: TestDatabase;
  let waker: OutboxWaker;

  beforeAll(async () => {
    database = await createTestDatabase('charge');
    waker = new OutboxWaker(database.pool('charge_service'));
  });
  afterAll(async () => {
    await waker.close();
    await database.drop();
  });

  it('hears wakes, and hears them again after its connection was cut', async () => {
    let heard: (shards: readonly number[]) => void = () => undefined;
    const listener = new WakeListener({
      databaseUrl: database.serviceUrl('relay_service'),
      onWake: (shards) => heard(shards),
      log: SILENT,
    });
    const next = () => new Promise<readonly number[]>((resolve) => (heard = resolve));

    await listener.ensureListening();
    const first = next();
    waker.wake(3);
    expect(await first).toEqual([3]);

    const lost = new Promise<void>((resolve) => listener.onLost(resolve));
    expect(await cutConnections(database.name, 'relay_service')).toBe(1);
    await lost;
    await listener.ensureListening();
    const second = next();
    waker.wake(7);
    expect(await second).toEqual([7]);
    await listener.close();
  });

  it('rejects while the database can not be reached, so that its loop backs off', async () => {
    const listener = new WakeListener({
      databaseUrl: 'postgres://u:p@127.0.0.1:1/x',
      onWake: () => undefined,
      log: SILENT,
    });
    await expect(listener.ensureListening()).rejects.toThrow(/ECONNREFUSED/);
    await listener.close();
  });
});
