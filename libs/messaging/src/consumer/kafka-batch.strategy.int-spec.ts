import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestTopic, eventually } from '@once/testing';
import kafkajs, { type Admin, type Consumer, type Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { zstdCompress } from 'node:zlib';
import { promisify } from 'node:util';
import {
  startBatchConsumer,
  testKafka,
  type BatchConsumerApp,
  type BatchConsumerOptions,
} from '../../test/batch-consumer-app.ts';
import type { ConsumedRecord, RecordChunk } from './record-chunk.ts';

const { CompressionCodecs, CompressionTypes, ConfigResourceTypes } = kafkajs;
const PAUSE = { kind: 'pause', reason: 'test', backoff: { baseMs: 50, capMs: 200 } } as const;

let producer: Producer;
let admin: Admin;
let topic: string;
let running: BatchConsumerApp[];
let seen: ConsumedRecord[];

const send = (partition: number, ...values: string[]) =>
  producer.send({ topic, messages: values.map((value) => ({ partition, value })) });

const start = async (options: Partial<BatchConsumerOptions> = {}): Promise<BatchConsumerApp> => {
  const app = await startBatchConsumer({ topic, handler: takeAll, ...options });
  running.push(app);
  return app;
};

const takeAll = ({ records }: RecordChunk) => {
  seen.push(...records);
  return { kind: 'done' };
};

const valuesOf = (partition: number) =>
  seen.filter((record) => record.partition === partition).map(({ value }) => String(value));

const committed = async (groupId: string): Promise<string[]> => {
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return (offsets?.partitions ?? []).sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
};

const isAlive = (app: BatchConsumerApp): boolean => {
  try {
    app.strategy.assertAlive();
    return true;
  } catch {
    return false;
  }
};

beforeAll(async () => {
  producer = testKafka().producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  admin = testKafka().admin();
  await Promise.all([producer.connect(), admin.connect()]);
});

afterAll(() => Promise.all([producer.disconnect(), admin.disconnect()]));

beforeEach(async () => {
  topic = await createTestTopic({ partitions: 2 });
  running = [];
  seen = [];
});

afterEach(() => Promise.all(running.map(({ app }) => app.close())));

const letProducersCompress = async (name: string): Promise<void> => {
  const configEntries = [{ name: 'compression.type', value: 'producer' }];
  const resources = [{ type: ConfigResourceTypes.TOPIC, name, configEntries }];
  await admin.alterConfigs({ validateOnly: false, resources });
};

describe('KafkaBatchStrategy', () => {
  it('delivers every record once and in order, as untouched bytes, and commits behind the last', async () => {
    const groupId = `exactly.${randomUUID()}`;
    const first = Array.from({ length: 25 }, (_, index) => `{"n":${index}}`);
    await Promise.all([send(0, ...first), send(1, 'x', 'y')]);
    await start({ groupId });
    await eventually('all records', () => seen.length === 27);
    expect(valuesOf(0)).toEqual(first);
    expect(valuesOf(1)).toEqual(['x', 'y']);
    expect(seen.every(({ value }) => Buffer.isBuffer(value))).toBe(true);
    await eventually('commits', async () => (await committed(groupId)).join() === '25,2');
  });

  it('commits no offset while the handler works on its record: its end would lose the record', async () => {
    const groupId = `group.${randomUUID()}`;
    let duringWork: string[] | undefined;
    await send(0, 'a');
    await start({
      groupId,
      handler: async (chunk) => {
        duringWork = await committed(groupId);
        return takeAll(chunk);
      },
    });
    await eventually('the record', () => seen.length === 1);
    expect(duringWork).toEqual(['-1', '-1']);
  });

  it('starts again where it stopped', async () => {
    const groupId = `group.${randomUUID()}`;
    await send(0, 'a', 'b');
    const { app } = await start({ groupId });
    await eventually('the first two', () => seen.length === 2);
    await app.close();
    await send(0, 'c');
    await start({ groupId });
    await eventually('the third', () => seen.length === 3);
    expect(valuesOf(0)).toEqual(['a', 'b', 'c']);
  });

  it('lets a partition rest while the others flow, shows it, stays alive, and resumes it in order', async () => {
    let isBlocked = true;
    const handler = (chunk: RecordChunk) => (isBlocked && chunk.partition === 0 ? PAUSE : takeAll(chunk));
    const app = await start({ handler });
    await send(0, 'a', 'b');
    await eventually('the pause', () => app.strategy.pausedPartitions().length === 1);
    expect(app.strategy.pausedPartitions()).toEqual([{ topic, partition: 0, reason: 'test' }]);
    await send(1, 'x');
    await eventually('the other partition', () => valuesOf(1).length === 1);
    app.strategy.assertAlive();
    expect(app.strategy.lag()).toContainEqual({ topic, partition: 0, records: 2, oldestAtMs: expect.any(Number) });
    isBlocked = false;
    await eventually('the rested partition', () => valuesOf(0).length === 2);
    expect(valuesOf(0)).toEqual(['a', 'b']);
    await eventually('no lag', () => app.strategy.lag().every(({ records }) => records === 0));
  });

  it('goes on from the record behind the last processed one after a pause', async () => {
    let pauses = 0;
    const handler = ({ records }: RecordChunk) => {
      seen.push(...records.slice(0, 1));
      pauses += 1;
      return records.length === 1 ? { kind: 'done' } : { ...PAUSE, processedThrough: records[0]?.offset };
    };
    await send(0, 'a', 'b', 'c');
    await start({ handler });
    await eventually('all three', () => seen.length === 3);
    expect(valuesOf(0)).toEqual(['a', 'b', 'c']);
    expect(pauses).toBe(3);
  });

  it.each([
    ['throws a TypeError', () => (JSON.parse('null') as { member: unknown }).member],
    ['throws a SyntaxError', () => JSON.parse('{') as unknown],
    ['rejects', () => Promise.reject(new RangeError('later'))],
    ['returns nothing', () => undefined],
  ])('survives a handler that %s, and delivers again', async (_what, fail) => {
    let failures = 0;
    const app = await start({ handler: (chunk) => (failures++ < 2 ? fail() : takeAll(chunk)) });
    await send(0, 'a');
    await eventually('the redelivery', () => seen.length === 1);
    expect(failures).toBe(3);
    expect(app.fatal).toEqual([]);
    app.strategy.assertAlive();
  });

  it('is not alive any more when the consumer stops fetching inside a living process', async () => {
    const app = await start({ aliveWithinMs: 3_000 });
    await eventually('life', () => isAlive(app));
    await app.strategy.unwrap<Consumer>().stop();
    await eventually('death', () => !isAlive(app));
  });

  it('says so when kafkajs gives up for good', async () => {
    // A codec that the consumer lacks: kafkajs ends it without another try. Our topics have the broker unpack it.
    await letProducersCompress(topic);
    const lacking = CompressionCodecs[CompressionTypes.ZSTD];
    CompressionCodecs[CompressionTypes.ZSTD] = () => ({
      compress: ({ buffer }: { buffer: Buffer }) => promisify(zstdCompress)(buffer),
      decompress: () => Promise.reject(new Error('unused')),
    });
    await producer.send({ topic, compression: CompressionTypes.ZSTD, messages: [{ partition: 0, value: 'a' }] });
    CompressionCodecs[CompressionTypes.ZSTD] = lacking;
    const app = await start();
    await eventually('the end', () => app.fatal.length === 1);
    expect(app.fatal[0]?.message).toMatch(/ZSTD compression not implemented/);
    expect(isAlive(app)).toBe(false);
  });
});
