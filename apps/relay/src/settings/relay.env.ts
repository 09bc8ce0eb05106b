import { integer, kafkaBrokers, postgresUrl, serviceEnv, settingFacts } from '@once/config';
import { CHARGES_TOPIC } from '@once/contracts';
import { OUTBOX_DEFAULTS } from '@once/outbox';
import { z } from 'zod';

/** Everything the relay reads from its environment. */
export const relayEnv = serviceEnv({ port: 3001 }).extend({
  DATABASE_URL: postgresUrl().describe("The charge database, with the relay's login, not the owner's."),
  KAFKA_BROKERS: kafkaBrokers().describe('Brokers to begin with; the others are learnt from them.'),
  RELAY_TOPIC: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/, 'must be a Kafka topic name: 1 to 249 of letters, digits, . _ -')
    .default(CHARGES_TOPIC)
    .register(settingFacts, { form: 'name of a topic' })
    .describe('The topic that events are published to.'),
  RELAY_LEASE_MS: integer({ min: 500, max: 60_000, fallback: OUTBOX_DEFAULTS.leaseMs }).describe(
    'How long a shard stays with a relay that has gone silent.',
  ),
  // 500 keep a record batch of usual events below half of the broker's 1 MiB.
  RELAY_BATCH_SIZE: integer({ min: 1, max: 5_000, fallback: 500 }).describe('Most events of one shard in one send.'),
  OUTBOX_RETENTION_DAYS: integer({ min: 1, max: 365, fallback: OUTBOX_DEFAULTS.retentionDays }).describe(
    'Whole days for which published events are kept.',
  ),
});

export type RelayEnv = Readonly<z.infer<typeof relayEnv>>;
