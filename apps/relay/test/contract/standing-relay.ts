import type { ProviderAccess, StandingProvider } from '@once/contract-tools';
import { createTestDatabase } from '@once/testing';
import { providerWithMetadata } from '@pact-foundation/pact';
import { toKafkaMessage } from '../../src/publish/to-kafka-message.ts';
import { relayEnv } from '../../src/settings/relay.env.ts';
import { AppendedEvents, type StatedCharge } from './appended-events.ts';

type Names = Parameters<AppendedEvents['ofCharge']>[0];

/** The topic that the relay publishes to unless it is told otherwise. */
const { RELAY_TOPIC: topic } = relayEnv.parse({ DATABASE_URL: 'postgres://contract/contract', KAFKA_BROKERS: 'a:1' });

/** States by the names that pacts use. A name keeps its meaning for as long as a deployed pact uses it. */
const statesOf = (events: AppendedEvents): NonNullable<ProviderAccess['stateHandlers']> => {
  const traced = (names: Names) => async (charge: unknown) => events.ofTracedCharge(names, charge as StatedCharge);
  return {
    'a charge was captured': traced(['captured']),
    'a charge was captured without a trace': async (charge: unknown) =>
      events.ofCharge(['captured'], charge as StatedCharge),
    'a charge was captured at an account of the provider': async (charge: unknown) =>
      events.ofChargeAtAccount(['captured'], charge as StatedCharge),
    'a charge was refunded in part': traced(['captured', 'refunded']),
    'a charge was authorized': traced(['authorized']),
    'a charge was canceled': traced(['authorized', 'canceled']),
    'a charge has expired': traced(['authorized', 'expired']),
    'a charge has failed': traced(['failed']),
  };
};

/** The relay without Kafka: rows of a real outbox, read by its own statement and mapped by its own mapping. */
export async function standingRelay(): Promise<StandingProvider> {
  const database = await createTestDatabase('charge');
  const events = new AppendedEvents(database);
  return {
    access: {
      message: async (descriptor) => {
        const { key, value, headers } = toKafkaMessage(await events.newestRow());
        const metadata = { ...headers, kafka_key: key, kafka_topic: topic };
        return providerWithMetadata(() => Promise.resolve(JSON.parse(value)), metadata)(descriptor);
      },
      stateHandlers: statesOf(events),
    },
    stop: () => database.drop(),
  };
}
