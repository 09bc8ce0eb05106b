import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type DatabaseOptions } from './data-source-options.ts';
import { pinWholeSession } from './pin-session.sql.ts';
import type { SessionBounds } from './session-bounds.ts';

/** Two deploys at once must not run the same migration twice: the second waits for this lock. */
const MIGRATION_LOCK_KEY = 4_021_978;
/** A migration may build an index on a large table; the bound only ends one that hangs. */
const MIGRATION_STATEMENT_TIMEOUT_MS = 15 * 60_000;

/** Whose transactions TypeORM begins: their settings are the connection's, which is ours alone. */
function migrationOptions(options: Omit<DatabaseOptions, 'poolMax' | 'statementTimeoutMs'>) {
  const bounded = dataSourceOptions({ ...options, poolMax: 2, statementTimeoutMs: MIGRATION_STATEMENT_TIMEOUT_MS });
  const extra = bounded.extra as { bounds: SessionBounds };
  const onConnect = (client: PoolClient) => pinWholeSession(client, extra.bounds);
  return { ...bounded, extra: { ...extra, pipeline: false, onConnect } };
}

/**
 * Applies the pending migrations of one database, each in its own transaction, and returns their names.
 * Forward only. Safe to call from several processes at once.
 */
export async function runMigrations(
  options: Omit<DatabaseOptions, 'poolMax' | 'statementTimeoutMs'>,
): Promise<string[]> {
  const dataSource = new DataSource(migrationOptions(options));
  await dataSource.initialize();
  try {
    const lockHolder = dataSource.createQueryRunner();
    await lockHolder.query('SET lock_timeout = 0');
    await lockHolder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK_KEY]);
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    await lockHolder.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK_KEY]);
    await lockHolder.release();
    return applied.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
