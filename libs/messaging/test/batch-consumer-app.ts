import { Controller, type INestMicroservice } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { testServers } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { KafkaBatchStrategy } from '../src/consumer/kafka-batch.strategy.ts';
import type { RecordChunk } from '../src/consumer/record-chunk.ts';
import { createKafka } from '../src/kafka-client.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const testKafka = () => createKafka({ clientId: 'test', brokers: testServers().kafkaBrokers, logger: silent });

export type ChunkHandler = (chunk: RecordChunk) => unknown;

export interface BatchConsumerApp {
  strategy: KafkaBatchStrategy;
  app: INestMicroservice;
  fatal: Error[];
}

export interface BatchConsumerOptions {
  topic: string;
  groupId?: string;
  aliveWithinMs?: number;
  handler: ChunkHandler;
}

/** A Nest microservice with one handler on one topic, as an app would have it. */
export async function startBatchConsumer(options: BatchConsumerOptions): Promise<BatchConsumerApp> {
  @Controller()
  class ChunkController {
    @EventPattern('chunks')
    handle(@Payload() chunk: RecordChunk): unknown {
      return options.handler(chunk);
    }
  }
  const fatal: Error[] = [];
  const strategy = new KafkaBatchStrategy({
    kafka: testKafka(),
    groupId: options.groupId ?? `group.${randomUUID()}`,
    topics: { chunks: options.topic },
    sessionTimeoutMs: 6_000,
    chunkSize: 10,
    partitionsConsumedConcurrently: 2,
    aliveWithinMs: options.aliveWithinMs ?? 10_000,
    pauseMs: (retry, { baseMs, capMs }) => Math.min(capMs, baseMs * retry),
    onFatal: (error) => fatal.push(error),
  });
  const module = await Test.createTestingModule({ controllers: [ChunkController] }).compile();
  const app = module.createNestMicroservice({ strategy, logger: false });
  await app.listen();
  return { strategy, app, fatal };
}
