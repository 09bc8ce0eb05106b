import {
  integer,
  kafkaBrokers,
  postgresUrl,
  serviceEnv,
  settingFacts,
  withRules,
  type SettingRule,
} from '@once/config';
import { CHARGES_TOPIC } from '@once/contracts';
import { CLIENT_GRACE_MS, DEFAULT_STATEMENT_TIMEOUT_MS } from '@once/database';
import { z } from 'zod';

/** Kafka's own rules for names of topics. */
const TOPIC_NAME = /^[\w.-]{1,249}$/;

const fields = serviceEnv({ port: 3003 }).extend({
  DATABASE_URL: postgresUrl().describe("The ledger database, with the service's login, not the owner's."),
  DATABASE_POOL_MAX: integer({ min: 2, max: 100, fallback: 8 }).describe('Most connections to the database.'),
  DATABASE_STATEMENT_TIMEOUT_MS: integer({ min: 100, max: 60_000, fallback: DEFAULT_STATEMENT_TIMEOUT_MS }).describe(
    'How long a statement may take.',
  ),
  KAFKA_BROKERS: kafkaBrokers().describe('Brokers to begin with; the others are learnt from them.'),
  KAFKA_GROUP_ID: z
    .string()
    .min(1)
    .max(249)
    .default('ledger-consumer')
    .register(settingFacts, { form: '1 to 249 characters' })
    .describe('The consumer group. Another name reads the topic from its beginning.'),
  // 6 s is the least that a broker accepts by default; 20 s outlives a long pause of the process or its host.
  KAFKA_SESSION_TIMEOUT_MS: integer({ min: 6_000, max: 300_000, fallback: 20_000 }).describe(
    'After this long without a heartbeat the broker gives the partitions of a consumer to others.',
  ),
  LEDGER_TOPIC: z
    .string()
    .regex(TOPIC_NAME, 'must be a Kafka topic name')
    .default(CHARGES_TOPIC)
    .register(settingFacts, { form: 'name of a topic' })
    .describe('The topic that events are read from.'),
  // Enough to share its round trips, few enough to hold its locks for milliseconds.
  LEDGER_CHUNK_SIZE: integer({ min: 1, max: 1_000, fallback: 100 }).describe('Most records in one transaction.'),
  LEDGER_CONCURRENCY: integer({ min: 1, max: 12, fallback: 3 }).describe(
    'Partitions worked on at once, one database connection each.',
  ),
  LEDGER_RECORD_ATTEMPTS: integer({ min: 1, max: 100, fallback: 3 }).describe(
    'Tries of a record that fails by itself before it is parked.',
  ),
  LEDGER_ALIVE_WITHIN_MS: integer({ min: 1_000, max: 600_000, fallback: 30_000 }).describe(
    'Age of the last fetch and heartbeat from which the service is not ready.',
  ),
});

type Fields = z.infer<typeof fields>;

const RULES: readonly SettingRule<Fields>[] = [
  {
    says: `\`DATABASE_STATEMENT_TIMEOUT_MS\` plus ${CLIENT_GRACE_MS} ms is at most half of \`KAFKA_SESSION_TIMEOUT_MS\`: a slower statement would cost the session.`,
    faultsOf: ({ DATABASE_STATEMENT_TIMEOUT_MS: statementMs, KAFKA_SESSION_TIMEOUT_MS: sessionMs }) => {
      const message = `plus ${CLIENT_GRACE_MS} ms must be at most half of KAFKA_SESSION_TIMEOUT_MS: a slower statement would cost the session`;
      return (statementMs + CLIENT_GRACE_MS) * 2 <= sessionMs
        ? []
        : [{ name: 'DATABASE_STATEMENT_TIMEOUT_MS', message }];
    },
  },
  {
    says: '`LEDGER_ALIVE_WITHIN_MS` is at least half of `KAFKA_SESSION_TIMEOUT_MS`: heartbeats come every quarter of a session.',
    faultsOf: ({ LEDGER_ALIVE_WITHIN_MS: aliveMs, KAFKA_SESSION_TIMEOUT_MS: sessionMs }) => {
      const message = 'must be at least half of KAFKA_SESSION_TIMEOUT_MS: heartbeats come every quarter of a session';
      return aliveMs * 2 >= sessionMs ? [] : [{ name: 'LEDGER_ALIVE_WITHIN_MS', message }];
    },
  },
  {
    says: '`LEDGER_CONCURRENCY` is below `DATABASE_POOL_MAX`: each partition that is worked on holds a connection, and metrics need one.',
    faultsOf: ({ LEDGER_CONCURRENCY: partitions, DATABASE_POOL_MAX: connections }) => {
      const message =
        'must be below DATABASE_POOL_MAX: each partition in work holds a connection, and metrics need one';
      return partitions < connections ? [] : [{ name: 'LEDGER_CONCURRENCY', message }];
    },
  },
];

/** Every variable that the ledger consumer reads. */
export const ledgerConsumerEnv = withRules(fields, RULES);

export type LedgerConsumerEnv = Readonly<z.infer<typeof ledgerConsumerEnv>>;
