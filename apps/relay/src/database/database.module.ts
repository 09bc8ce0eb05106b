import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, poolOf } from '@once/database';
import { DatabaseMetrics, Metrics, type WatchedTable } from '@once/observability';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { RelayEnv } from '../settings/relay.env.ts';
import { DATABASE_POOL } from './database-pool.ts';

/** One each for publishing, leases, metrics and upkeep, and two to spare: leases never wait behind a batch. */
const POOL_MAX = 6;

/** Tables that this service changes rows of. */
const TABLES: readonly WatchedTable[] = ['outbox', 'relay_shards'];

@Global()
@Module({})
export class DatabaseModule {
  static register(env: RelayEnv): DynamicModule {
    const options = dataSourceOptions({ url: env.DATABASE_URL, applicationName: 'relay', poolMax: POOL_MAX });
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot(options)],
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
