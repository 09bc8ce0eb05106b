import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, poolOf } from '@once/database';
import { DatabaseMetrics, Metrics, type WatchedTable } from '@once/observability';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { LedgerConsumerEnv } from './ledger-consumer.env.ts';

/** The `pg` pool of the ledger database. */
export const DATABASE_POOL = Symbol('DATABASE_POOL');

/** Tries of the first connection; the supervisor starts the process again after that. */
const CONNECT_RETRIES = { retryAttempts: 3, retryDelay: 1_000 };

/** Tables that this service changes rows of. */
const TABLES: readonly WatchedTable[] = ['inbox', 'charge_versions', 'journal_entries', 'postings', 'parked_records'];

/** The ledger database, with the service's own rights. The schema is changed by a step of its own, never from here. */
@Global()
@Module({})
export class DatabaseModule {
  static register(env: LedgerConsumerEnv): DynamicModule {
    const options = dataSourceOptions({
      url: env.DATABASE_URL,
      applicationName: 'ledger-consumer',
      poolMax: env.DATABASE_POOL_MAX,
      statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
    });
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot({ ...options, ...CONNECT_RETRIES })],
      providers: [
        { provide: DATABASE_POOL, inject: [DataSource], useFactory: poolOf },
        {
          provide: DatabaseMetrics,
          inject: [Metrics, DATABASE_POOL],
          useFactory: (metrics: Metrics, pool: Pool) => new DatabaseMetrics(metrics, pool, TABLES),
        },
      ],
      exports: [DATABASE_POOL],
    };
  }
}
