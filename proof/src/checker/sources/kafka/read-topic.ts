import type { Consumer, EachBatchPayload } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { readSource } from '../../inconclusive.error.ts';
import { connectionTo, withAdmin } from './kafka-admin.ts';
import { TopicReading, type PartitionRange } from './topic-reading.ts';
import type { Topic } from './topic-record.ts';

/** Some ten thousand records take seconds; much more than that is a broker that does not serve. */
const TIMEOUT_MS = 120_000;
/** A fetch that finds nothing returns after this long, so that leaving does not wait for it. */
const MAX_FETCH_WAIT_MS = 100;

/** Every record up to the present ends, read by a group of its own that is gone afterwards. */
export function readTopic(brokers: readonly string[], topic: string): Promise<Topic> {
  return readSource(`the topic ${topic}`, async () => {
    const ranges = await readRanges(brokers, topic);
    const reading = new TopicReading(ranges);
    if (reading.unreadPartitions.length > 0) await readAll(brokers, topic, reading);
    return { records: reading.records, ends: new Map(ranges.map(({ partition, high }) => [partition, high])) };
  });
}

const readRanges = (brokers: readonly string[], topic: string): Promise<PartitionRange[]> =>
  withAdmin(brokers, async (admin) => {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
  });

async function readAll(brokers: readonly string[], topic: string, reading: TopicReading): Promise<void> {
  const groupId = `once-checker-${randomUUID()}`;
  const consumer = connectionTo(brokers).consumer({ groupId, maxWaitTimeInMs: MAX_FETCH_WAIT_MS });
  try {
    await consume(consumer, topic, reading);
  } finally {
    await consumer.disconnect();
    await withAdmin(brokers, (admin) => admin.deleteGroups([groupId]));
  }
}

async function consume(consumer: Consumer, topic: string, reading: TopicReading): Promise<void> {
  const whole = Promise.withResolvers<true>();
  const timer = setTimeout(() => {
    const left = reading.unreadPartitions.join();
    whole.reject(new Error(`it took longer than ${TIMEOUT_MS / 1000} s; partitions left: ${left}`));
  }, TIMEOUT_MS);
  consumer.on(consumer.events.CRASH, ({ payload }) => whole.reject(payload.error));
  const eachBatch = ({ batch }: EachBatchPayload): Promise<void> => {
    reading.take(batch);
    if (reading.unreadPartitions.length === 0) whole.resolve(true);
    return Promise.resolve();
  };
  try {
    await Promise.all([whole.promise, start(consumer, topic, eachBatch)]);
  } finally {
    clearTimeout(timer);
  }
}

async function start(
  consumer: Consumer,
  topic: string,
  eachBatch: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch });
}
