import { describeProvider } from '@once/contract-tools';
import { createTestDatabase } from '@once/testing';
import { providerWithMetadata } from '@pact-foundation/pact';
import { AppendedEvents, type StatedCharge } from '../../test/contract/appended-events.ts';
import { relayEnv } from '../relay.env.ts';
import { toKafkaMessage } from './to-kafka-message.ts';

/** The topic that the relay publishes to unless it is told otherwise. */
const { RELAY_TOPIC: topic } = relayEnv.parse({ DATABASE_URL: 'postgres://contract/contract', KAFKA_BROKERS: 'a:1' });

const DESCRIPTIONS = [
  ...['a captured charge', 'a captured charge of 2^53 + 1 minor units', 'a captured charge without a trace'],
  ...['a refund of a charge', 'an authorized charge', 'a canceled charge', 'an expired charge', 'a failed charge'],
];

describeProvider({ consumer: 'ledger-consumer', provider: 'relay' }, async () => {
  const database = await createTestDatabase('charge');
  const events = new AppendedEvents(database);

  /** The record as the relay would send it: the row read by its own statement, mapped by its own mapping. */
  const record = async (descriptor: Parameters<ReturnType<typeof providerWithMetadata>>[0]) => {
    const { key, value, headers } = toKafkaMessage(await events.newestRow());
    const metadata = { ...headers, kafka_key: key, kafka_topic: topic };
    return providerWithMetadata(() => Promise.resolve(JSON.parse(value)), metadata)(descriptor);
  };

  type Names = Parameters<AppendedEvents['ofCharge']>[0];
  const traced = (names: Names) => async (charge: unknown) => events.ofTracedCharge(names, charge as StatedCharge);

  return {
    access: {
      messageProviders: Object.fromEntries(DESCRIPTIONS.map((description) => [description, record])),
      stateHandlers: {
        'a charge was captured': traced(['captured']),
        'a charge was captured without a trace': async (charge: unknown) =>
          events.ofCharge(['captured'], charge as StatedCharge),
        'a charge was refunded in part': traced(['captured', 'refunded']),
        'a charge was authorized': traced(['authorized']),
        'a charge was canceled': traced(['authorized', 'canceled']),
        'a charge has expired': traced(['authorized', 'expired']),
        'a charge has failed': traced(['failed']),
      },
    },
    stop: () => database.drop(),
  };
});
