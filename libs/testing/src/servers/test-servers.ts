import type { ProvisionedDatabase } from '@once/supervisor';

/** Addresses of the servers that the runner started for this test run. */
export interface TestServers {
  adminUrl: string;
  kafkaBrokers: string[];
  charge: ProvisionedDatabase;
  ledger: ProvisionedDatabase;
}

/** The one variable by which the runner hands them to the test processes. */
export const TEST_SERVERS_VARIABLE = 'ONCE_TEST_SERVERS';

/** @throws Error with the command to use when the servers were not started. */
export function testServers(): TestServers {
  const given = process.env[TEST_SERVERS_VARIABLE];
  if (!given) {
    throw new Error('this test needs real servers: run it by `npm test -- <file pattern>`');
  }
  return JSON.parse(given) as TestServers;
}
