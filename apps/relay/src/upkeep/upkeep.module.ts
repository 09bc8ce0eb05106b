import { Module } from '@nestjs/common';
import { PartitionKeeper } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RelayMetrics } from '../metrics/relay-metrics.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';
import { PartitionMetrics } from './partition-metrics.ts';
import { UpkeepLoop } from './upkeep.loop.ts';

const partitionKeeper = (
  { retentionDays }: RelaySettings,
  pool: Pool,
  metrics: RelayMetrics,
  log: PinoLogger,
): PartitionKeeper =>
  new PartitionKeeper({ pool, retentionDays, log, onJob: (result) => metrics.partitionJobEnded(result) });

@Module({
  providers: [
    PartitionMetrics,
    UpkeepLoop,
    {
      provide: PartitionKeeper,
      inject: [RELAY_SETTINGS, DATABASE_POOL, RelayMetrics, PinoLogger],
      useFactory: partitionKeeper,
    },
  ],
  exports: [UpkeepLoop],
})
export class UpkeepModule {}
