import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Day } from './plan-partitions.ts';

const LIST_PARTITIONS = statement(
  'list-partitions',
  `SELECT
     -- The database's day: a relay whose clock is wrong must not drop a partition too early.
     to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today,
     coalesce(array_agg(to_char(to_date(substring(c.relname FROM '^outbox_p(\\d{8})$'), 'YYYYMMDD'), 'YYYY-MM-DD'))
       FILTER (WHERE c.relname ~ '^outbox_p\\d{8}$'), '{}') AS days
   FROM pg_inherits i
   JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = 'public.outbox'::regclass`,
);

/** Today, and the days that have a partition of their own. */
export async function listPartitions(pool: Pool): Promise<{ today: Day; days: Day[] }> {
  const { rows } = await runStatementOnce<{ today: Day; days: Day[] }>(pool, LIST_PARTITIONS);
  if (!rows[0]) throw new Error('the catalog returned no row');
  return rows[0];
}

const CREATE_PARTITION = statement('create-partition', 'SELECT outbox_create_partition($1::date) AS result');

/** What `outbox_create_partition` answers; its meaning is written at the function. */
export type CreateResult = 'created' | 'exists' | 'busy' | 'default_in_use';

export async function createPartition(pool: Pool, day: Day): Promise<CreateResult | undefined> {
  return (await runStatementOnce<{ result: CreateResult }>(pool, CREATE_PARTITION, [day])).rows[0]?.result;
}

const DROP_PARTITION = statement('drop-partition', 'SELECT outbox_drop_partition($1::date) AS result');

/** What `outbox_drop_partition` answers; its meaning is written at the function. */
export type DropResult = 'dropped' | 'absent' | 'busy' | 'unpublished';

export async function dropPartition(pool: Pool, day: Day): Promise<DropResult | undefined> {
  return (await runStatementOnce<{ result: DropResult }>(pool, DROP_PARTITION, [day])).rows[0]?.result;
}

const PURGE_DEFAULT = statement('purge-default', 'SELECT outbox_purge_default($1::date, $2::integer) AS purged');

/** Some tens of milliseconds of work per statement; what is left is taken by the next. */
export const PURGE_ROWS = 5_000;

/** Removes published events of days before `before` from the default partition, and returns how many. */
export async function purgeDefault(pool: Pool, before: Day): Promise<number> {
  return (await runStatementOnce<{ purged: number }>(pool, PURGE_DEFAULT, [before, PURGE_ROWS])).rows[0]?.purged ?? 0;
}
