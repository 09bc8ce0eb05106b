import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, poolOf } from '@once/database';
import { DataSource } from 'typeorm';
import type { RelayEnv } from '../relay.env.ts';
import { DATABASE_POOL } from './database-pool.ts';

/** One each for publishing, leases, metrics and upkeep, and two to spare: leases never wait behind a batch. */
const POOL_MAX = 6;

@Global()
@Module({})
export class DatabaseModule {
  static register(env: RelayEnv): DynamicModule {
    const options = dataSourceOptions({ url: env.DATABASE_URL, applicationName: 'relay', poolMax: POOL_MAX });
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot(options)],
      providers: [{ provide: DATABASE_POOL, inject: [DataSource], useFactory: poolOf }],
      exports: [DATABASE_POOL],
    };
  }
}
