import { integer, kafkaBrokers, postgresUrl, serviceEnv } from '@once/config';
import { CHARGES_TOPIC } from '@once/contracts';
import { OUTBOX_DEFAULTS } from '@once/outbox';
import { z } from 'zod';

/** Everything the relay reads from its environment. */
export const relayEnv = serviceEnv({ port: 3001 }).extend({
  DATABASE_URL: postgresUrl(),
  KAFKA_BROKERS: kafkaBrokers(),
  RELAY_TOPIC: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/, 'must be a Kafka topic name: 1 to 249 of letters, digits, . _ -')
    .default(CHARGES_TOPIC),
  /** How long a shard stays with a relay that has gone silent. */
  RELAY_LEASE_MS: integer({ min: 500, max: 60_000, fallback: OUTBOX_DEFAULTS.leaseMs }),
  /** Events of one shard in one send. 500 keep a record batch of usual events below half of the broker's 1 MiB. */
  RELAY_BATCH_SIZE: integer({ min: 1, max: 5_000, fallback: 500 }),
  /** Whole days for which published events are kept. */
  OUTBOX_RETENTION_DAYS: integer({ min: 1, max: 365, fallback: OUTBOX_DEFAULTS.retentionDays }),
});

export type RelayEnv = Readonly<z.infer<typeof relayEnv>>;
