import { Module } from '@nestjs/common';
import { OwnedShards, ShardKeeper } from '@once/outbox';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';
import { WakeModule } from '../wake/wake.module.ts';
import { OwnershipReport } from './ownership-report.ts';
import { ShardLoop } from './shard.loop.ts';

const ownedShards = ({ leaseMs }: RelaySettings): OwnedShards => OwnedShards.withLease(leaseMs);

const shardKeeper = (
  { member, leaseMs }: RelaySettings,
  pool: Pool,
  owned: OwnedShards,
  listener: OwnershipReport,
): ShardKeeper => new ShardKeeper({ pool, owned, member, leaseMs, listener });

@Module({
  imports: [WakeModule],
  providers: [
    OwnershipReport,
    ShardLoop,
    { provide: OwnedShards, inject: [RELAY_SETTINGS], useFactory: ownedShards },
    {
      provide: ShardKeeper,
      inject: [RELAY_SETTINGS, DATABASE_POOL, OwnedShards, OwnershipReport],
      useFactory: shardKeeper,
    },
  ],
  exports: [OwnedShards, ShardLoop],
})
export class OwnershipModule {}
