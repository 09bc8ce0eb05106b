import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { SHARD_COUNT } from '@once/contracts';
import { createKafka, openProducer, SingleSendProducer, TopicProbe } from '@once/messaging';
import type { Kafka } from 'kafkajs';
import { PinoLogger } from 'nestjs-pino';
import { RELAY_SETTINGS, type RelaySettings } from '../settings/relay-settings.ts';

const KAFKA = Symbol('KAFKA');

@Module({
  providers: [
    {
      provide: KAFKA,
      inject: [RELAY_SETTINGS, PinoLogger],
      useFactory: ({ member, kafkaBrokers }: RelaySettings, logger: PinoLogger) =>
        createKafka({ clientId: `relay-${member.split('/')[0]}`, brokers: kafkaBrokers, logger }),
    },
    {
      provide: SingleSendProducer,
      inject: [KAFKA, PinoLogger],
      useFactory: (kafka: Kafka, log: PinoLogger) =>
        new SingleSendProducer({
          open: () => openProducer(kafka),
          onDiscard: (error) => log.debug({ err: error }, 'a dropped producer did not disconnect cleanly'),
        }),
    },
    {
      provide: TopicProbe,
      inject: [KAFKA, RELAY_SETTINGS],
      useFactory: (kafka: Kafka, { topic }: RelaySettings) =>
        new TopicProbe({ kafka, topic, minPartitions: SHARD_COUNT }),
    },
  ],
  exports: [SingleSendProducer, TopicProbe],
})
export class KafkaModule implements OnApplicationShutdown {
  constructor(
    private readonly producer: SingleSendProducer,
    private readonly probe: TopicProbe,
  ) {}

  /** After the loops have ended, which is in the hook before. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.producer.close(), this.probe.close()]);
  }
}
