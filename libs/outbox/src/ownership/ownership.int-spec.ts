import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, eventually, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { CountedOwnership } from '../../test/counted-ownership.ts';
import { OwnedShards } from './owned-shards.ts';
import { ShardKeeper } from './shard-keeper.ts';
import { claimShards, releaseShards, renewLeases } from './shard-ownership.sql.ts';

const LEASE_MS = 60_000;

describe('ownership of shards', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase('charge');
    pool = database.pool('relay_service');
  });
  afterEach(async () => {
    await database.ownerPool.query('UPDATE relay_shards SET owner = NULL, lease_until = NULL');
    await database.ownerPool.query('DELETE FROM relay_members');
  });
  afterAll(async () => {
    await database.drop();
  });

  const claim = (member: string, limit: number, leaseMs = LEASE_MS) => claimShards(pool, { member, limit, leaseMs });
  const endLeases = () =>
    database.ownerPool.query("UPDATE relay_shards SET lease_until = now() - interval '1 ms' WHERE owner IS NOT NULL");
  const keeperOf = (member: string, owned = OwnedShards.withLease(LEASE_MS)) => {
    const counted = new CountedOwnership();
    const keeper = new ShardKeeper({ pool, owned, member, leaseMs: LEASE_MS, listener: counted });
    return { keeper, owned, counted };
  };

  it('gives each shard to one of many relays that claim at once', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, (_unused, i) => claim(`relay-${i}`, 3)));
    const shards = claims.flat().map(({ shard }) => shard);
    expect(new Set(shards).size).toBe(shards.length);
    const rest = await claim('relay-9', 12);
    expect([...shards, ...rest.map(({ shard }) => shard)].sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
  });

  it('raises the epoch at a claim and keeps it at a renewal', async () => {
    const [held] = await claim('a', 1);
    if (!held) throw new Error('nothing was claimed');
    const renewal = await renewLeases(pool, { member: 'a', leaseMs: LEASE_MS, holdings: [held] });
    expect(renewal.shards).toEqual([held.shard]);
    await endLeases();
    const [taken] = await claim('b', 1);
    expect(taken).toMatchObject({ shard: held.shard, previousOwner: 'a' });
    expect(BigInt(taken?.epoch ?? 0)).toBe(BigInt(held.epoch) + 1n);
  });

  describe.each([
    ['claim', 'OLD.owner IS NULL'],
    ['renewal', 'OLD.owner = NEW.owner'],
  ])('the lease of a %s whose answer is late', (what, stalled) => {
    const LOCK = 4_711;
    beforeAll(() =>
      database.ownerPool.query(`
        CREATE FUNCTION wait_for_the_test() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(${LOCK}); RETURN NEW; END $$;
        CREATE TRIGGER wait_for_the_test BEFORE UPDATE ON relay_shards
          FOR EACH ROW WHEN (${stalled}) EXECUTE FUNCTION wait_for_the_test();`),
    );
    afterAll(() => database.ownerPool.query('DROP FUNCTION wait_for_the_test() CASCADE'));

    const isStalled = async () =>
      (await database.ownerPool.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).rowCount ===
      1;

    it('is counted from before the question: the database may have begun it then', async () => {
      let nowMs = 0;
      const owned = new OwnedShards({ nowMs: () => nowMs, minLeaseToSendMs: 1 });
      const { keeper } = keeperOf('late', owned);
      if (what === 'renewal') await keeper.tick();
      const holder = await database.ownerPool.connect();
      try {
        await holder.query(`SELECT pg_advisory_lock(${LOCK})`);
        const tick = keeper.tick();
        await eventually('the statement to stand still', isStalled);
        nowMs = LEASE_MS / 2;
        await holder.query(`SELECT pg_advisory_unlock(${LOCK})`);
        await tick;
      } finally {
        holder.release();
      }
      expect(owned.sendable()).toHaveLength(12);
      nowMs = LEASE_MS;
      expect(owned.sendable()).toEqual([]);
    });
  });

  it('claims nothing whose lease is live', async () => {
    await claim('a', 12);
    expect(await claim('b', 12)).toEqual([]);
  });

  it('renews nothing that another relay has claimed since, nor that an earlier start of it owned', async () => {
    const held = await claim('a', 2);
    await endLeases();
    const [taken] = await claim('b', 1);
    const renewal = await renewLeases(pool, { member: 'a', leaseMs: LEASE_MS, holdings: held });
    // Which of the two came first in the answer to a's claim is not promised.
    const left = held.filter(({ shard }) => shard !== taken?.shard);
    expect(renewal.shards).toEqual(left.map(({ shard }) => shard));
    expect(left).toHaveLength(1);
    const stale = held.map((holding) => ({ ...holding, epoch: '0' }));
    expect((await renewLeases(pool, { member: 'a', leaseMs: LEASE_MS, holdings: stale })).shards).toEqual([]);
  });

  it('does not take a shard from its next owner by a late release', async () => {
    const held = await claim('a', 1);
    await endLeases();
    await claim('b', 1);
    await releaseShards(pool, 'a', held);
    expect(await claim('c', 12)).toHaveLength(11);
  });

  it('counts the relays that are alive, with or without shards', async () => {
    const renew = (member: string, leaseMs = LEASE_MS) => renewLeases(pool, { member, leaseMs, holdings: [] });
    expect(await renew('b')).toEqual({ shards: [], members: 1, rank: 0 });
    expect(await renew('a')).toMatchObject({ members: 2, rank: 0 });
    expect(await renew('c')).toMatchObject({ members: 3, rank: 2 });
    await database.ownerPool.query("UPDATE relay_members SET lease_until = now() - interval '1 ms' WHERE member = 'a'");
    expect(await renew('c')).toMatchObject({ members: 2, rank: 1 });
  });

  it('forgets relays that have been silent for more than a minute', async () => {
    await renewLeases(pool, { member: 'dead', leaseMs: LEASE_MS, holdings: [] });
    await database.ownerPool.query("UPDATE relay_members SET lease_until = now() - interval '61 s'");
    await renewLeases(pool, { member: 'a', leaseMs: LEASE_MS, holdings: [] });
    expect((await pool.query('SELECT member FROM relay_members')).rows).toEqual([{ member: 'a' }]);
  });

  it('comes to fair shares as relays come and go', async () => {
    const [a, b, c] = [keeperOf('a'), keeperOf('b'), keeperOf('c')];
    const sizes = (): number[] => [a, b, c].map(({ owned }) => owned.size);
    const tickAll = async (...relays: (typeof a)[]): Promise<void> => {
      for (const { keeper } of [...relays, ...relays]) await keeper.tick();
    };
    await tickAll(a);
    expect(sizes()).toEqual([12, 0, 0]);
    await tickAll(a, b);
    expect(sizes()).toEqual([6, 6, 0]);
    await tickAll(a, b, c);
    await tickAll(a, b, c);
    expect(sizes()).toEqual([4, 4, 4]);
    await b.keeper.leave();
    await tickAll(a, c);
    expect(sizes()).toEqual([6, 0, 6]);
  });

  it('takes over from a relay that has gone silent, and tells it when it comes back', async () => {
    const [dead, alive] = [keeperOf('dead'), keeperOf('alive')];
    await dead.keeper.tick();
    await endLeases();
    await database.ownerPool.query("UPDATE relay_members SET lease_until = now() - interval '1 ms'");
    await alive.keeper.tick();
    expect(alive.owned.size).toBe(12);
    expect(alive.counted.takenOver).toBe(12);
    await dead.keeper.tick();
    expect(dead.owned.size).toBe(0);
    expect(dead.counted.lostShards).toBe(12);
  });
});
