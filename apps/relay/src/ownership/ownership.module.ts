import { Module } from '@nestjs/common';
import { OwnedShards, ShardKeeper } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RELAY_METRICS, type RelayMetrics } from '../operations/relay-metrics.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../relay-settings.ts';
import { WakeModule } from '../wake/wake.module.ts';
import { WakeSignal } from '../wake/wake-signal.ts';

@Module({
  imports: [WakeModule],
  providers: [
    {
      provide: OwnedShards,
      inject: [RELAY_SETTINGS],
      useFactory: ({ leaseMs }: RelaySettings) => OwnedShards.withLease(leaseMs),
    },
    {
      provide: ShardKeeper,
      inject: [RELAY_SETTINGS, DATABASE_POOL, OwnedShards, RELAY_METRICS, PinoLogger, WakeSignal],
      useFactory: (
        { member, leaseMs }: RelaySettings,
        ...[pool, owned, metrics, log, signal]: [Pool, OwnedShards, RelayMetrics, PinoLogger, WakeSignal]
      ) => new ShardKeeper({ pool, owned, member, leaseMs, metrics, log, onClaimed: () => signal.wake('all') }),
    },
  ],
  exports: [OwnedShards, ShardKeeper],
})
export class OwnershipModule {}
