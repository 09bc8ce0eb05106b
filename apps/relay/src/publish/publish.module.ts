import { Module } from '@nestjs/common';
import { SingleSendProducer } from '@once/messaging';
import { OwnedShards } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import type { Pool } from 'pg';
import { DATABASE_POOL } from '../database/database-pool.ts';
import { KafkaModule } from '../kafka/kafka.module.ts';
import { RELAY_METRICS, type RelayMetrics } from '../operations/relay-metrics.ts';
import { OwnershipModule } from '../ownership/ownership.module.ts';
import { RELAY_SETTINGS, type RelaySettings } from '../relay-settings.ts';
import { Lanes } from './lanes.ts';
import { PollPace } from './poll-pace.ts';
import { Publisher } from './publisher.ts';

@Module({
  imports: [KafkaModule, OwnershipModule],
  providers: [
    {
      provide: Lanes,
      inject: [RELAY_SETTINGS],
      useFactory: ({ batchRows }: RelaySettings) =>
        new Lanes({ batchRows, nowMs: () => performance.now(), random: Math.random }),
    },
    {
      provide: Publisher,
      inject: [RELAY_SETTINGS, DATABASE_POOL, OwnedShards, SingleSendProducer, Lanes, RELAY_METRICS, PinoLogger],
      useFactory: (
        { member, topic }: RelaySettings,
        ...[pool, owned, sender, lanes, metrics, log]: [
          Pool,
          OwnedShards,
          SingleSendProducer,
          Lanes,
          RelayMetrics,
          PinoLogger,
        ]
      ) => new Publisher({ pool, member, topic, owned, sender, lanes, metrics, log, pace: new PollPace(Math.random) }),
    },
  ],
  exports: [Lanes, Publisher],
})
export class PublishModule {}
