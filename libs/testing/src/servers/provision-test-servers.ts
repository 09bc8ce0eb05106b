import { provisionDatabase, untilGroupsAreKept } from '@once/supervisor';
import type { Stack } from '@once/stack';
import type { TestServers } from './test-servers.ts';

/** Makes the migrated templates that tests clone their databases from, and waits for a broker that keeps groups. */
export async function provisionTestServers(stack: Stack, suffix: string): Promise<TestServers> {
  const [charge, ledger] = await Promise.all([
    provisionDatabase(stack.postgresUrl, 'charge', suffix),
    provisionDatabase(stack.postgresUrl, 'ledger', suffix),
    untilGroupsAreKept(stack.kafkaBrokers),
  ]);
  return { adminUrl: stack.postgresUrl, kafkaBrokers: stack.kafkaBrokers, charge, ledger };
}
