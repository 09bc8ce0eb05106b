import { runStatementOnce, statement } from '@once/database';
import type { Pool } from 'pg';

const OLDEST_TRANSACTION = statement(
  'read-oldest-transaction',
  `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - a.xact_start)), 0)::float8 AS seconds
   FROM pg_stat_activity a
   WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
   -- Without the right, the times of others read as null: the oldest of our own would look like the oldest of all.
   HAVING pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')`,
);

/** Age of the oldest transaction that is open on this database; undefined when we may not see those of others. */
export async function readOldestTransactionSeconds(pool: Pool): Promise<number | undefined> {
  return (await runStatementOnce<{ seconds: number }>(pool, OLDEST_TRANSACTION)).rows[0]?.seconds;
}
