import { Module } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RELAY_METRICS, type RelayMetrics } from '../operations/relay-metrics.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../relay-settings.ts';
import { PartitionKeeper } from './partition-keeper.ts';

@Module({
  providers: [
    {
      provide: PartitionKeeper,
      inject: [RELAY_SETTINGS, DATABASE_POOL, RELAY_METRICS, PinoLogger],
      useFactory: ({ retentionDays }: RelaySettings, pool: Pool, metrics: RelayMetrics, log: PinoLogger) =>
        new PartitionKeeper({ pool, retentionDays, log, onFailure: () => metrics.upkeepFailed() }),
    },
  ],
  exports: [PartitionKeeper],
})
export class UpkeepModule {}
