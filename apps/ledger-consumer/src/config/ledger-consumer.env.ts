import { integer, kafkaBrokers, postgresUrl, serviceEnv } from '@once/config';
import { CHARGES_TOPIC } from '@once/contracts';
import { z } from 'zod';

/** Kafka's own rules for names of topics. */
const TOPIC_NAME = /^[\w.-]{1,249}$/;
/** What the client adds to the server's statement timeout before it gives up by itself, and a little. */
const CLIENT_GRACE_MS = 1_000;

/** Every variable that the ledger consumer reads. */
export const ledgerConsumerEnv = serviceEnv({ port: 3003 })
  .extend({
    /** With the login of the service, not of the owner. */
    DATABASE_URL: postgresUrl(),
    DATABASE_POOL_MAX: integer({ min: 2, max: 100, fallback: 8 }),
    DATABASE_STATEMENT_TIMEOUT_MS: integer({ min: 100, max: 60_000, fallback: 5_000 }),
    KAFKA_BROKERS: kafkaBrokers(),
    KAFKA_GROUP_ID: z.string().min(1).max(249).default('ledger-consumer'),
    /** 6 s is the least that a broker accepts by default; 20 s outlives a long pause of the process or its host. */
    KAFKA_SESSION_TIMEOUT_MS: integer({ min: 6_000, max: 300_000, fallback: 20_000 }),
    LEDGER_TOPIC: z.string().regex(TOPIC_NAME, 'must be a Kafka topic name').default(CHARGES_TOPIC),
    /** Most records in one transaction: enough to share its round trips, few enough to hold its locks for milliseconds. */
    LEDGER_CHUNK_SIZE: integer({ min: 1, max: 1_000, fallback: 100 }),
    /** Partitions worked on at once, one database connection each. */
    LEDGER_CONCURRENCY: integer({ min: 1, max: 12, fallback: 3 }),
    /** Tries of a record that fails by itself, before it is parked. */
    LEDGER_RECORD_ATTEMPTS: integer({ min: 1, max: 100, fallback: 3 }),
    /** Age of the last fetch and heartbeat from which the service is not ready. */
    LEDGER_ALIVE_WITHIN_MS: integer({ min: 1_000, max: 600_000, fallback: 30_000 }),
  })
  .refine((env) => (env.DATABASE_STATEMENT_TIMEOUT_MS + CLIENT_GRACE_MS) * 2 <= env.KAFKA_SESSION_TIMEOUT_MS, {
    path: ['DATABASE_STATEMENT_TIMEOUT_MS'],
    message: `plus ${CLIENT_GRACE_MS} ms must be at most half of KAFKA_SESSION_TIMEOUT_MS: a slower statement would cost the session`,
  })
  .refine((env) => env.LEDGER_ALIVE_WITHIN_MS * 2 >= env.KAFKA_SESSION_TIMEOUT_MS, {
    path: ['LEDGER_ALIVE_WITHIN_MS'],
    message: 'must be at least half of KAFKA_SESSION_TIMEOUT_MS: heartbeats come every quarter of a session',
  })
  .refine((env) => env.LEDGER_CONCURRENCY < env.DATABASE_POOL_MAX, {
    path: ['LEDGER_CONCURRENCY'],
    message: 'must be below DATABASE_POOL_MAX: each partition in work holds a connection, and metrics need one',
  });

export type LedgerConsumerEnv = Readonly<z.infer<typeof ledgerConsumerEnv>>;
