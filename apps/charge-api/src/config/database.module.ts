import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, poolOf } from '@once/database';
import { DatabaseMetrics, Metrics, type WatchedTable } from '@once/observability';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { ChargeApiEnv } from './charge-api.env.ts';

/** Injection token of the `pg` pool on the charge database. */
export const CHARGE_POOL = Symbol('CHARGE_POOL');

/** Tables that this service changes rows of. */
const TABLES: readonly WatchedTable[] = ['charges', 'idempotency_keys', 'operations', 'provider_attempts'];

@Global()
@Module({})
export class DatabaseModule {
  static register(env: ChargeApiEnv): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions({
            url: env.DATABASE_URL,
            applicationName: 'charge-api',
            poolMax: env.DATABASE_POOL_MAX,
          }),
          // A database that is down at start is waited for; readiness tells meanwhile that we are not there yet.
          retryAttempts: 60,
          retryDelay: 1_000,
        }),
      ],
      providers: [
        { provide: CHARGE_POOL, inject: [DataSource], useFactory: poolOf },
        {
          provide: DatabaseMetrics,
          inject: [Metrics, CHARGE_POOL],
          useFactory: (metrics: Metrics, pool: Pool) => new DatabaseMetrics(metrics, pool, TABLES),
        },
      ],
      exports: [CHARGE_POOL],
    };
  }
}
