import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Standing } from './fair-share.ts';
import { holdingColumns, type Holding } from './holding.ts';

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

const RENEW_LEASES = statement(
  'renew-leases',
  `WITH gone AS (
     -- Nobody else forgets a relay that was killed. A minute, so that a stopped one's return is no news.
     DELETE FROM relay_members WHERE lease_until < clock_timestamp() - interval '1 minute' AND member <> $1::text
   ), present AS (
     INSERT INTO relay_members (member, lease_until)
     VALUES ($1::text, clock_timestamp() + $2::integer * interval '1 millisecond')
     ON CONFLICT (member) DO UPDATE SET lease_until = EXCLUDED.lease_until
   ), renewed AS (
     -- Leases end on the database's clock alone. A lease that is over but not taken may be renewed: the epoch proves
     -- that nobody has owned the shard in between.
     UPDATE relay_shards s SET lease_until = clock_timestamp() + $2::integer * interval '1 millisecond'
     FROM unnest($3::smallint[], $4::bigint[]) AS held (shard, epoch)
     WHERE s.shard = held.shard AND s.owner = $1::text AND s.epoch = held.epoch
     RETURNING s.shard
   )
   SELECT
     (SELECT coalesce(array_agg(shard), '{}') FROM renewed) AS shards,
     count(*)::integer + 1 AS members,
     count(*) FILTER (WHERE m.member < $1::text)::integer AS rank
   FROM relay_members m
   WHERE m.member <> $1::text AND m.lease_until > clock_timestamp()`,
);

export interface Renewal extends Standing {
  /** Shards that are still ours, with a fresh lease. */
  shards: number[];
}

/** Says that this relay is alive, renews its leases, and tells how many relays there are. */
export async function renewLeases(
  pool: Pool,
  { member, leaseMs, holdings }: { member: string; leaseMs: number; holdings: readonly Holding[] },
): Promise<Renewal> {
  const { rows } = await runStatementOnce<Renewal>(pool, RENEW_LEASES, [member, leaseMs, ...holdingColumns(holdings)]);
  if (!rows[0]) throw new Error('the renewal returned no row');
  return rows[0];
}

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

const LEAVE_MEMBERS = statement('leave-members', 'DELETE FROM relay_members WHERE member = $1::text');

/** Takes this relay out of the count, so that the others share its part at their next tick. */
export async function leaveMembers(pool: Pool, member: string): Promise<void> {
  await runStatementOnce(pool, LEAVE_MEMBERS, [member]);
}
