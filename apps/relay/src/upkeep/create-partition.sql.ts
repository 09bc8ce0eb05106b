import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Day } from './plan-partitions.ts';

const CREATE_PARTITION = statement('create-partition', 'SELECT outbox_create_partition($1::date) AS result');

/** What `outbox_create_partition` answers; its meaning is written at the function. */
export type CreateResult = 'created' | 'exists' | 'busy' | 'default_in_use';

export async function createPartition(pool: Pool, day: Day): Promise<CreateResult | undefined> {
  return (await runStatementOnce<{ result: CreateResult }>(pool, CREATE_PARTITION, [day])).rows[0]?.result;
}
