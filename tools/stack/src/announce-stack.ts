import type { Stack } from './stack.ts';

/** One line for programs, or lines that a shell can evaluate. */
export function announceStack(stack: Stack, isJson: boolean): string {
  const { postgresUrl, kafkaBrokers, dataDir, processes } = stack;
  const addresses = { PG_URL: postgresUrl, KAFKA_BROKERS: kafkaBrokers.join(',') };
  if (isJson) return JSON.stringify({ ...addresses, dataDir, processes });
  return Object.entries(addresses)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
