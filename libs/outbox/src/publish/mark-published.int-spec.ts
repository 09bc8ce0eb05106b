import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { appendEvents, newCharge } from '../../test/synthetic-charges.ts';
import { claimShards, type ClaimedShard } from '../ownership/shard-ownership.sql.ts';
import { markPublished, type AckedBatch } from './mark-published.sql.ts';
import { readUnpublished } from './read-unpublished.sql.ts';

describe('markPublished', () => {
  let database: TestDatabase;
  let relay: Pool;

  beforeAll(async () => {
    database = await createTestDatabase('charge');
    relay = database.pool('relay_service');
  });
  afterAll(async () => {
    await database.drop();
  });

  let holdings: ClaimedShard[];

  beforeEach(async () => {
    await database.ownerPool.query('DELETE FROM outbox');
    await database.ownerPool.query('UPDATE relay_shards SET owner = NULL, lease_until = NULL');
    holdings = await claimShards(relay, { member: 'me', limit: 12, leaseMs: 60_000 });
    await appendEvents(database.pool('charge_service'), [newCharge(3), newCharge(8)], 20);
  });

  const batchOf = async (shard: number, maxRows = 100): Promise<AckedBatch> => {
    const holding = holdings.find((held) => held.shard === shard);
    if (!holding) throw new Error(`shard ${shard} was not claimed`);
    return { holding, rows: await readUnpublished(relay, [{ shard, maxRows }]), baseOffset: 100n };
  };
  const mark = (batches: AckedBatch[], member = 'me') => markPublished(relay, member, batches);
  const pending = async (): Promise<number> =>
    (await relay.query('SELECT FROM outbox WHERE published_at IS NULL')).rowCount ?? 0;

  it('marks each row with the offset of its own record', async () => {
    const batches = [await batchOf(8), { ...(await batchOf(3)), baseOffset: 9_007_199_254_740_993n }];
    expect(await mark(batches)).toEqual(
      new Map([
        [3, 10],
        [8, 10],
      ]),
    );
    const ends = await relay.query(
      `SELECT shard, (array_agg(published_offset ORDER BY id))[1] AS first, (array_agg(published_offset ORDER BY id))[10] AS last
       FROM outbox GROUP BY shard ORDER BY shard`,
    );
    expect(ends.rows).toEqual([
      { shard: 3, first: '9007199254740993', last: '9007199254741002' },
      { shard: 8, first: '100', last: '109' },
    ]);
  });

  it('marks without an offset when the broker told none', async () => {
    await mark([{ ...(await batchOf(3)), baseOffset: undefined }]);
    const { rows } = await relay.query('SELECT DISTINCT published_offset FROM outbox WHERE published_at IS NOT NULL');
    expect(rows).toEqual([{ published_offset: null }]);
  });

  it('marks only what was sent, not what has become visible between the ids since', async () => {
    const batch = await batchOf(3);
    const sent = { ...batch, rows: batch.rows.filter((_row, index) => index % 2 === 0) };
    expect(await mark([sent])).toEqual(new Map([[3, 5]]));
    expect(await pending()).toBe(15);
  });

  it('marks nothing when the lease is over, although nobody has claimed the shard', async () => {
    const batch = await batchOf(3);
    await database.ownerPool.query("UPDATE relay_shards SET lease_until = now() - interval '1 ms' WHERE shard = 3");
    expect(await mark([batch, await batchOf(8)])).toEqual(new Map([[8, 10]]));
    expect(await pending()).toBe(10);
  });

  it('marks nothing under an epoch that has passed, also when the same relay owns the shard again', async () => {
    const batch = await batchOf(3);
    await database.ownerPool.query('UPDATE relay_shards SET epoch = epoch + 1 WHERE shard = 3');
    expect(await mark([batch])).toEqual(new Map());
    expect(await pending()).toBe(20);
  });

  it('marks nothing of another relay', async () => {
    expect(await mark([await batchOf(3)], 'someone else')).toEqual(new Map());
    expect(await pending()).toBe(20);
  });
});

describe('readUnpublished', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase('charge');
  });
  afterAll(async () => {
    await database.drop();
  });

  it('gives the head of each shard, so that a hot one starves no other', async () => {
    const service = database.pool('charge_service');
    await appendEvents(service, [newCharge(3)], 300);
    await appendEvents(service, [newCharge(8)], 2);
    const rows = await readUnpublished(database.pool('relay_service'), [
      { shard: 3, maxRows: 10 },
      { shard: 8, maxRows: 10 },
    ]);
    expect(rows.map(({ shard, version }) => [shard, version])).toEqual([
      ...Array.from({ length: 10 }, (_unused, i) => [3, i + 1]),
      [8, 1],
      [8, 2],
    ]);
  });
});
