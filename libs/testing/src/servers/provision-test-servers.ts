import { provisionDatabase } from '@once/supervisor';
import type { Stack } from '@once/stack';
import type { TestServers } from './test-servers.ts';

/** Makes the migrated templates that tests clone their databases from. */
export async function provisionTestServers(stack: Stack, suffix: string): Promise<TestServers> {
  const [charge, ledger] = await Promise.all([
    provisionDatabase(stack.postgresUrl, 'charge', suffix),
    provisionDatabase(stack.postgresUrl, 'ledger', suffix),
  ]);
  return { adminUrl: stack.postgresUrl, kafkaBrokers: stack.kafkaBrokers, charge, ledger };
}
