import { createKafka } from '@once/messaging';
import { eventually, testServers } from '@once/testing';
import { SILENT } from '../../../libs/outbox/test/silent.ts';

/** The offset behind the last record of each partition that has one. */
export async function endsOf(topic: string): Promise<Map<number, bigint>> {
  const admin = createKafka({ clientId: 'topic-end', brokers: testServers().kafkaBrokers, logger: SILENT }).admin();
  await admin.connect();
  try {
    // On a busy machine a partition may be without a leader for a moment, and the call does not repeat itself.
    const ends = await eventually(`the ends of ${topic}`, () => admin.fetchTopicOffsets(topic));
    const pairs = ends.map(({ partition, high }) => [partition, BigInt(high)] as const);
    return new Map(pairs.filter(([, end]) => end > 0n));
  } finally {
    await admin.disconnect();
  }
}

/** Number of records in a topic, repeats included. */
export async function recordsIn(topic: string): Promise<number> {
  const ends = await endsOf(topic);
  return [...ends.values()].reduce((sum, end) => sum + Number(end), 0);
}
