import { createKafka } from '@once/messaging';
import { testServers } from '@once/testing';
import { SILENT } from '../../../libs/outbox/test/silent.ts';

/** Number of records in a topic, repeats included. */
export async function recordsIn(topic: string): Promise<number> {
  const admin = createKafka({ clientId: 'topic-end', brokers: testServers().kafkaBrokers, logger: SILENT }).admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return ends.reduce((sum, { high }) => sum + Number(high), 0);
}
