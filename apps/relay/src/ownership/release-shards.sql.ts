import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import { holdingColumns, type Holding } from './holding.ts';

const RELEASE_SHARDS = statement(
  'release-shards',
  `UPDATE relay_shards s SET owner = NULL, lease_until = NULL
   FROM unnest($2::smallint[], $3::bigint[]) AS held (shard, epoch)
   -- By epoch: a release that arrives late must not take the shard from its next owner.
   WHERE s.shard = held.shard AND s.owner = $1::text AND s.epoch = held.epoch`,
);

/** Gives shards back before their lease ends, so that their next owner need not wait for it. */
export async function releaseShards(pool: Pool, member: string, holdings: readonly Holding[]): Promise<void> {
  await runStatementOnce(pool, RELEASE_SHARDS, [member, ...holdingColumns(holdings)]);
}
