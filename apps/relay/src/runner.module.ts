import { Module } from '@nestjs/common';
import { SingleSendProducer, TopicProbe } from '@once/messaging';
import { PartitionKeeper, ShardKeeper, WakeListener } from '@once/outbox';
import { PinoLogger } from 'nestjs-pino';
import { KafkaModule } from './kafka/kafka.module.ts';
import { OwnershipModule } from './ownership/ownership.module.ts';
import { PublishModule } from './publish/publish.module.ts';
import { Publisher } from './publish/publisher.ts';
import { RelayRunner } from './relay-runner.ts';
import { UpkeepModule } from './upkeep/upkeep.module.ts';
import { WakeSignal } from './wake/wake-signal.ts';
import { WakeModule } from './wake/wake.module.ts';

type Parts = [
  ShardKeeper,
  Publisher,
  PartitionKeeper,
  WakeListener,
  WakeSignal,
  SingleSendProducer,
  TopicProbe,
  PinoLogger,
];

@Module({
  imports: [OwnershipModule, PublishModule, UpkeepModule, WakeModule, KafkaModule],
  providers: [
    {
      provide: RelayRunner,
      inject: [
        ShardKeeper,
        Publisher,
        PartitionKeeper,
        WakeListener,
        WakeSignal,
        SingleSendProducer,
        TopicProbe,
        PinoLogger,
      ],
      useFactory: (...[keeper, publisher, partitions, listener, signal, producer, probe, log]: Parts) =>
        new RelayRunner({ keeper, publisher, partitions, listener, signal, producer, probe, log }),
    },
  ],
})
export class RunnerModule {}
