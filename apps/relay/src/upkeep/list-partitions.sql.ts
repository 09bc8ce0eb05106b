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
