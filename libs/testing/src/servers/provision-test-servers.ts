import { provisionDatabase } from '@once/supervisor';
import type { Stack } from '@once/stack';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../processes/eventually.ts';
import type { TestServers } from './test-servers.ts';

/** Makes the migrated templates that tests clone their databases from, and has the broker ready for consumer groups. */
export async function provisionTestServers(stack: Stack, suffix: string): Promise<TestServers> {
  const [charge, ledger] = await Promise.all([
    provisionDatabase(stack.postgresUrl, 'charge', suffix),
    provisionDatabase(stack.postgresUrl, 'ledger', suffix),
    untilGroupsAreKept(stack.kafkaBrokers),
  ]);
  return { adminUrl: stack.postgresUrl, kafkaBrokers: stack.kafkaBrokers, charge, ledger };
}

/**
 * A new broker makes its topic of offsets for the first group that asks, and refuses groups until it has loaded it. The
 * consumer that meets this backs off for so long that its test gives it up.
 */
async function untilGroupsAreKept(brokers: string[]): Promise<void> {
  const admin = new Kafka({ clientId: 'once-testing', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await eventually('a broker that keeps groups', () => admin.fetchOffsets({ groupId: 'nobody' }).then(() => true));
  } finally {
    await admin.disconnect();
  }
}
