import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';
import type { Standing } from './fair-share.ts';
import { holdingColumns, type Holding } from './holding.ts';

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
