import type { Consumer, EachBatchPayload } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { TopicRecord } from './evidence.ts';
import { newKafka, readTopicEnd, TOPIC, withAdmin, type TopicPosition } from './topic-admin.ts';
import { TopicReading } from './topic-reading.ts';

const TIMEOUT_MS = 30_000;
/** A fetch that finds nothing returns after this long, so that leaving does not wait for it. */
const MAX_FETCH_WAIT_MS = 100;

/** Every record from `start` to the present end, read by a consumer group of its own that is gone afterwards. */
export async function readTopic(brokers: readonly string[], start: TopicPosition): Promise<TopicRecord[]> {
  const reading = new TopicReading(start, await readTopicEnd(brokers));
  if (reading.unread.length === 0) return [];
  const groupId = `once-demo-${randomUUID()}`;
  const consumer = newKafka(brokers).consumer({ groupId, maxWaitTimeInMs: MAX_FETCH_WAIT_MS });
  await readAll(consumer, reading).finally(() => consumer.disconnect());
  await withAdmin(brokers, (admin) => admin.deleteGroups([groupId]));
  return reading.records;
}

async function readAll(consumer: Consumer, reading: TopicReading): Promise<void> {
  const whole = Promise.withResolvers<true>();
  const timer = setTimeout(() => {
    const left = reading.unread.map(([partition]) => partition).join();
    whole.reject(new Error(`reading ${TOPIC} took longer than ${TIMEOUT_MS / 1000} s; partitions left: ${left}`));
  }, TIMEOUT_MS);
  consumer.on(consumer.events.CRASH, ({ payload }) => whole.reject(payload.error));
  const eachBatch = ({ batch }: EachBatchPayload): Promise<void> => {
    reading.take(batch);
    if (reading.unread.length === 0) whole.resolve(true);
    return Promise.resolve();
  };
  try {
    await Promise.all([whole.promise, consume(consumer, reading, eachBatch)]);
  } finally {
    clearTimeout(timer);
  }
}

async function consume(
  consumer: Consumer,
  reading: TopicReading,
  eachBatch: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  const starts = reading.unread;
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch });
  for (const [partition, offset] of starts) consumer.seek({ topic: TOPIC, partition, offset: String(offset) });
}
