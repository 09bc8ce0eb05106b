import { Test } from '@nestjs/testing';
import type { INestMicroservice } from '@nestjs/common';
import { CHARGES_TOPIC } from '@once/contracts';
import { createKafka, KafkaBatchStrategy } from '@once/messaging';
import { testServers } from '@once/testing';
import kafkajs, { type Admin, type Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { ChargeEventsController } from '../src/consume-charge-events/charge-events.controller.ts';
import { ConsumeChunk } from '../src/consume-charge-events/consume-chunk.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const testKafka = () => createKafka({ clientId: 'test', brokers: testServers().kafkaBrokers, logger: silent });

export interface RunningConsumer {
  strategy: KafkaBatchStrategy;
  app: INestMicroservice;
  fatal: Error[];
}

/** The real transport and controller on a topic of the suite's own. */
export async function runConsumer(
  topic: string,
  consumeChunk: ConsumeChunk,
  groupId?: string,
): Promise<RunningConsumer> {
  const fatal: Error[] = [];
  const strategy = new KafkaBatchStrategy({
    kafka: testKafka(),
    groupId: groupId ?? `ledger.${randomUUID()}`,
    topics: { [CHARGES_TOPIC]: topic },
    sessionTimeoutMs: 6_000,
    chunkSize: 50,
    partitionsConsumedConcurrently: 3,
    aliveWithinMs: 10_000,
    pauseMs: (retry, { baseMs, capMs }) => Math.min(capMs, baseMs * retry),
    onFatal: (error) => fatal.push(error),
  });
  const module = await Test.createTestingModule({
    controllers: [ChargeEventsController],
    providers: [{ provide: ConsumeChunk, useValue: consumeChunk }],
  }).compile();
  const app = module.createNestMicroservice({ strategy, logger: false });
  await app.listen();
  return { strategy, app, fatal };
}

export interface TestTopicClients {
  producer: Producer;
  admin: Admin;
  close(): Promise<void>;
}

export async function openTestClients(): Promise<TestTopicClients> {
  const producer = testKafka().producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  const admin = testKafka().admin();
  await Promise.all([producer.connect(), admin.connect()]);
  const close = async (): Promise<void> => {
    await Promise.all([producer.disconnect(), admin.disconnect()]);
  };
  return { producer, admin, close };
}
