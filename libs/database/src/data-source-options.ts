import type { DataSourceOptions } from 'typeorm';
import type { SessionBounds } from './session-bounds.ts';

type Migrations = Exclude<DataSourceOptions['migrations'], undefined>;

export interface DatabaseOptions {
  url: string;
  /** Shown in pg_stat_activity, so that a lock's holder can be named at 3 AM. */
  applicationName: string;
  /** Upper bound of connections of this process. */
  poolMax: number;
  /** Server-side bound of one statement, milliseconds. */
  statementTimeoutMs?: number;
  migrations?: Migrations;
}

export const DEFAULT_STATEMENT_TIMEOUT_MS = 5_000;
/** Waiting for a pool slot is waiting in a queue: better to fail and shed than to queue without end. */
const CONNECT_TIMEOUT_MS = 3_000;
/** The client gives up a little after the server should have: only a dead peer is found by this one. */
export const CLIENT_GRACE_MS = 1_000;
/** A transaction of ours never idles; one that does holds locks and pins vacuum. */
const IDLE_IN_TRANSACTION_MS = 5_000;
/** Row locks here are held for milliseconds; a wait beyond this is a stuck holder. */
const LOCK_TIMEOUT_MS = 3_000;

/**
 * TypeORM options for Postgres with every wait bounded; the server's bounds go with each transaction. `synchronize` is off: the schema changes by migrations only,
 * in a step of their own.
 */
export function dataSourceOptions(options: DatabaseOptions): DataSourceOptions & { type: 'postgres' } {
  const statementTimeoutMs = options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS;
  return {
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.poolMax,
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'schema_migrations',
    migrations: options.migrations ?? [],
    logging: false,
    installExtensions: false,
    extra: {
      bounds: {
        statementTimeoutMs,
        lockTimeoutMs: Math.min(LOCK_TIMEOUT_MS, statementTimeoutMs),
        idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
      } satisfies SessionBounds,
      query_timeout: statementTimeoutMs + CLIENT_GRACE_MS,
      // A statement of its own leaves together with its BEGIN and END. Whoever waits for each answer notices nothing.
      pipeline: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    },
  };
}
