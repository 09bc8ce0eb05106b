import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

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
