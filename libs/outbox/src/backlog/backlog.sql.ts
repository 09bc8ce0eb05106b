import { SHARD_COUNT } from '@once/contracts';
import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const OUTBOX_LAG = statement(
  'outbox-lag',
  `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(head.created_at)), 0)::float8 AS seconds
   FROM generate_series(0, $1::integer - 1) AS lane (shard)
   -- The head of each shard by its index; a plain min(created_at) would read the whole backlog.
   CROSS JOIN LATERAL (
     SELECT created_at FROM outbox
     WHERE outbox.shard = lane.shard AND outbox.published_at IS NULL
     ORDER BY outbox.id
     LIMIT 1
   ) head`,
);

/** Age of the oldest unpublished event in seconds, by the database's clock; 0 when there is none. */
export async function readOutboxLagSeconds(pool: Pool): Promise<number> {
  const { rows } = await runStatementOnce<{ seconds: number }>(pool, OUTBOX_LAG, [SHARD_COUNT]);
  return Math.max(0, rows[0]?.seconds ?? 0);
}

const OUTBOX_PENDING = statement(
  'outbox-pending',
  'SELECT count(*)::float8 AS pending FROM outbox WHERE published_at IS NULL',
);

/** Number of unpublished events of all shards. */
export async function readOutboxPending(pool: Pool): Promise<number> {
  const { rows } = await runStatementOnce<{ pending: number }>(pool, OUTBOX_PENDING);
  if (!rows[0]) throw new Error('the count returned no row');
  return rows[0].pending;
}
