import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Holding } from './holding.ts';

const CLAIM_SHARDS = statement(
  'claim-shards',
  `WITH free AS (
     SELECT shard, owner AS previous_owner
     FROM relay_shards
     WHERE owner IS NULL OR lease_until <= clock_timestamp()
     ORDER BY shard
     LIMIT $2::integer
     -- Two relays that claim in the same moment take different shards instead of waiting for each other. SKIP LOCKED
     -- chooses shards; within a shard nothing is ever skipped.
     FOR UPDATE SKIP LOCKED
   )
   UPDATE relay_shards s
   -- A new epoch fences whatever the previous owner still has in hand.
   SET owner = $1::text, epoch = s.epoch + 1, lease_until = clock_timestamp() + $3::integer * interval '1 millisecond'
   FROM free
   WHERE s.shard = free.shard
   RETURNING s.shard, s.epoch::text AS epoch, free.previous_owner AS "previousOwner"`,
);

export interface ClaimedShard extends Holding {
  /** Set when the lease of another (or of an earlier us) had run out: a take-over. */
  previousOwner: string | null;
}

/** Claims up to `limit` shards that nobody holds. */
export async function claimShards(
  pool: Pool,
  { member, limit, leaseMs }: { member: string; limit: number; leaseMs: number },
): Promise<ClaimedShard[]> {
  return (await runStatementOnce<ClaimedShard>(pool, CLAIM_SHARDS, [member, limit, leaseMs])).rows;
}
