import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Day } from './plan-partitions.ts';

const PURGE_DEFAULT = statement('purge-default', 'SELECT outbox_purge_default($1::date, $2::integer) AS purged');

/** Some tens of milliseconds of work per statement; what is left is taken by the next. */
export const PURGE_ROWS = 5_000;

/** Removes published events of days before `before` from the default partition, and returns how many. */
export async function purgeDefault(pool: Pool, before: Day): Promise<number> {
  return (await runStatementOnce<{ purged: number }>(pool, PURGE_DEFAULT, [before, PURGE_ROWS])).rows[0]?.purged ?? 0;
}
