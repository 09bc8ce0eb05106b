import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runInTx, sqlStateOf } from '@once/database';
import { createTestDatabase, type TestDatabase } from '@once/testing';
import type { Pool } from 'pg';
import { SILENT } from '../../test/silent.ts';
import { newCharge, nextEvent } from '../../test/synthetic-charges.ts';
import { appendInTx } from '../append/append-in-tx.ts';
import { PartitionKeeper } from './partition-keeper.ts';
import { createPartition, dropPartition, listPartitions } from './partitions.sql.ts';
import { addDays, type Day } from './plan-partitions.ts';

const LOCK_NOT_AVAILABLE = '55P03';
const INVALID_PARAMETER = '22023';

describe('partition upkeep', () => {
  let database: TestDatabase;
  let relay: Pool;
  let today: Day;

  beforeEach(async () => {
    database = await createTestDatabase('charge');
    relay = database.pool('relay_service');
    ({ today } = await listPartitions(relay));
  });
  afterEach(async () => {
    await database.drop();
  });

  const keeper = (jobs: string[] = []) =>
    new PartitionKeeper({ pool: relay, retentionDays: 7, log: SILENT, onJob: (result) => jobs.push(result) });
  const days = async (): Promise<Day[]> => (await listPartitions(relay)).days.sort();
  const nameOf = (day: Day): string => `outbox_p${day.replaceAll('-', '')}`;
  const addOldPartition = async (day: Day): Promise<void> => {
    await database.ownerPool.query(
      `CREATE TABLE ${nameOf(day)} PARTITION OF outbox FOR VALUES FROM ('${day} 00:00Z') TO ('${addDays(day, 1)} 00:00Z')`,
    );
  };
  const insertRow = (createdAt: string, isPublished: boolean) =>
    database.ownerPool.query(
      `INSERT INTO outbox (event_id, charge_id, version, shard, event_type, payload, tenant_id, occurred_at, created_at, published_at)
       VALUES (gen_random_uuid(), gen_random_uuid(), 1, 0, 't', '{}', 'acme', now(), $1, $2)`,
      [createdAt, isPublished ? createdAt : null],
    );
  const detachToday = () => database.ownerPool.query(`DROP TABLE ${nameOf(today)}`);

  it('finds today and a week ahead after the migration', async () => {
    expect(await days()).toEqual(Array.from({ length: 8 }, (_unused, ahead) => addDays(today, ahead)));
  });

  it('creates missing days, which then take the rows and have the index of unpublished ones', async () => {
    await detachToday();
    await keeper().run();
    expect(await days()).toContain(today);
    await runInTx(database.pool('charge_service'), (tx) => appendInTx(tx, [nextEvent(newCharge())]));
    const { rows } = await database.ownerPool.query('SELECT tableoid::regclass::text AS name FROM outbox');
    expect(rows).toEqual([{ name: nameOf(today) }]);
    const indexes = await database.ownerPool.query<{ indexdef: string }>(
      'SELECT indexdef FROM pg_indexes WHERE tablename = $1',
      [nameOf(today)],
    );
    expect(indexes.rows.map(({ indexdef }) => indexdef).join()).toContain('(shard, id) WHERE (published_at IS NULL)');
  });

  it('leaves a day in the default partition when rows have landed there, and goes on with the others', async () => {
    await detachToday();
    const lastDay = addDays(today, 7);
    await database.ownerPool.query(`DROP TABLE ${nameOf(lastDay)}`);
    await insertRow(`${today} 00:00:01Z`, false);
    const jobs: string[] = [];
    await keeper(jobs).run();
    expect(jobs).toEqual(['default_in_use', 'created']);
    expect(await createPartition(relay, today)).toBe('default_in_use');
    expect(await days()).not.toContain(today);
    expect(await days()).toContain(lastDay);
  });

  it('drops what is past its retention and wholly published, with its rows', async () => {
    const [old, kept] = [addDays(today, -8), addDays(today, -7)];
    await addOldPartition(old);
    await addOldPartition(kept);
    await insertRow(`${old} 12:00Z`, true);
    await keeper().run();
    expect(await days()).not.toContain(old);
    expect(await days()).toContain(kept);
    expect((await database.ownerPool.query('SELECT FROM outbox')).rowCount).toBe(0);
  });

  it('refuses to drop a partition that holds an unpublished event', async () => {
    const old = addDays(today, -8);
    await addOldPartition(old);
    await insertRow(`${old} 12:00Z`, true);
    await insertRow(`${old} 13:00Z`, false);
    expect(await dropPartition(relay, old)).toBe('unpublished');
    await keeper().run();
    expect(await days()).toContain(old);
    expect((await database.ownerPool.query('SELECT FROM outbox')).rowCount).toBe(2);
  });

  it('purges old published rows from the default partition and keeps the unpublished', async () => {
    await insertRow(`${addDays(today, -8)} 12:00Z`, true);
    await insertRow(`${addDays(today, -8)} 12:00Z`, false);
    await insertRow(`${addDays(today, -7)} 12:00Z`, true);
    await keeper().run();
    expect((await database.ownerPool.query('SELECT FROM outbox')).rowCount).toBe(2);
    expect((await database.ownerPool.query('SELECT FROM outbox WHERE published_at IS NULL')).rowCount).toBe(1);
  });

  it('does not queue up behind a long transaction, which would block every append', async () => {
    const old = addDays(today, -8);
    await addOldPartition(old);
    const reader = await database.ownerPool.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM outbox');
    const error: unknown = await dropPartition(relay, old).catch((e: unknown) => e);
    expect(sqlStateOf(error)).toBe(LOCK_NOT_AVAILABLE);
    await reader.query('COMMIT');
    reader.release();
    expect(await dropPartition(relay, old)).toBe('dropped');
  });

  it('lets one relay at a time do it', async () => {
    const holder = await database.ownerPool.connect();
    await holder.query('BEGIN');
    await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('once.outbox.partitions', 0))");
    expect(await createPartition(relay, addDays(today, 8))).toBe('busy');
    await holder.query('ROLLBACK');
    holder.release();
    expect(await createPartition(relay, addDays(today, 8))).toBe('created');
    expect(await createPartition(relay, addDays(today, 8))).toBe('exists');
  });

  it('refuses days that are in use or far away, whoever asks', async () => {
    const inUse: unknown = await dropPartition(relay, today).catch((e: unknown) => e);
    expect(sqlStateOf(inUse)).toBe(INVALID_PARAMETER);
    const farAway: unknown = await createPartition(relay, addDays(today, 400)).catch((e: unknown) => e);
    expect(sqlStateOf(farAway)).toBe(INVALID_PARAMETER);
  });
});
