import { Module } from '@nestjs/common';
import { PartitionKeeper } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RELAY_METRICS, type RelayMetrics } from '../operations/relay-metrics.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../relay-settings.ts';
import { PartitionMetrics } from './partition-metrics.ts';

@Module({
  providers: [
    PartitionMetrics,
    {
      provide: PartitionKeeper,
      inject: [RELAY_SETTINGS, DATABASE_POOL, RELAY_METRICS, PinoLogger],
      useFactory: ({ retentionDays }: RelaySettings, pool: Pool, metrics: RelayMetrics, log: PinoLogger) =>
        new PartitionKeeper({ pool, retentionDays, log, onJob: (result) => metrics.partitionJobEnded(result) }),
    },
  ],
  exports: [PartitionKeeper],
})
export class UpkeepModule {}
