import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Day } from './plan-partitions.ts';

const DROP_PARTITION = statement('drop-partition', 'SELECT outbox_drop_partition($1::date) AS result');

/** What `outbox_drop_partition` answers; its meaning is written at the function. */
export type DropResult = 'dropped' | 'absent' | 'busy' | 'unpublished';

export async function dropPartition(pool: Pool, day: Day): Promise<DropResult | undefined> {
  return (await runStatementOnce<{ result: DropResult }>(pool, DROP_PARTITION, [day])).rows[0]?.result;
}
