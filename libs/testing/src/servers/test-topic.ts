import { provisionTopics } from '@once/supervisor';
import { randomBytes } from 'node:crypto';
import { testServers } from './test-servers.ts';

const SHARD_COUNT = 12;

/** A topic of its own for one suite; the broker goes away with the run, so nothing has to be deleted. */
export async function createTestTopic({ partitions = SHARD_COUNT } = {}): Promise<string> {
  const topic = `test.${randomBytes(6).toString('hex')}.v1`;
  await provisionTopics(testServers().kafkaBrokers, [{ topic, partitions }]);
  return topic;
}
