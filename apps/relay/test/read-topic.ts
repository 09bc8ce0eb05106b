import { createKafka } from '@once/messaging';
import { testServers } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { SILENT } from '../../../libs/outbox/test/silent.ts';
import { endsOf } from './topic-end.ts';

export interface PublishedRecord {
  partition: number;
  offset: string;
  key: string;
  value: string;
  headers: Record<string, string>;
}

const TIMEOUT_MS = 60_000;

/** Reads a topic from its beginning, up to the record that `isLast` is true of; rejects when that takes too long. */
async function readUntil(topic: string, isLast: (record: PublishedRecord) => boolean): Promise<PublishedRecord[]> {
  const kafka = createKafka({ clientId: 'topic-reader', brokers: testServers().kafkaBrokers, logger: SILENT });
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  const records: PublishedRecord[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  try {
    await new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`only ${records.length} records of ${topic} came within ${TIMEOUT_MS} ms`));
      const timer = setTimeout(late, TIMEOUT_MS);
      void consumer.run({
        autoCommit: false,
        eachMessage: ({ partition, message }) => {
          const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([k, v]) => [k, String(v)]));
          const record = {
            partition,
            offset: message.offset,
            key: String(message.key),
            value: String(message.value),
            headers,
          };
          records.push(record);
          if (isLast(record)) {
            clearTimeout(timer);
            resolve();
          }
          return Promise.resolve();
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
  return records;
}

/** Reads a topic from its beginning until `events` different event ids were seen; rejects when that takes too long. */
export function readTopic(topic: string, events: number): Promise<PublishedRecord[]> {
  const seen = new Set<string>();
  return readUntil(topic, ({ headers }) => seen.add(headers['ce_id'] ?? '').size >= events);
}

/** Reads all that a topic holds by now: what is missing then is not waited for. */
export async function readToEnd(topic: string): Promise<PublishedRecord[]> {
  const unread = await endsOf(topic);
  if (unread.size === 0) return [];
  return readUntil(topic, ({ partition, offset }) => {
    if (BigInt(offset) + 1n === unread.get(partition)) unread.delete(partition);
    return unread.size === 0;
  });
}

/** Versions of each charge in the order of their first occurrence. */
export function firstOccurrences(records: readonly PublishedRecord[]): Map<string, number[]> {
  const known = new Set<string>();
  const fresh = records.filter(
    ({ headers }) => !known.has(headers['ce_id'] ?? '') && known.add(headers['ce_id'] ?? ''),
  );
  const byCharge = Map.groupBy(fresh, ({ key }) => key);
  const versionOf = ({ value }: PublishedRecord): number => (JSON.parse(value) as { version: number }).version;
  return new Map([...byCharge].map(([key, own]) => [key, own.map(versionOf)]));
}
