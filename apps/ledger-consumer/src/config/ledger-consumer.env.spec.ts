import { describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { ledgerConsumerEnv } from './ledger-consumer.env.ts';

const REQUIRED = { DATABASE_URL: 'postgres://u:p@db:5432/ledger', KAFKA_BROKERS: 'kafka:9092' };
const parse = (env: Record<string, string>) => parseEnv(ledgerConsumerEnv, { ...REQUIRED, ...env });

describe("the ledger consumer's environment", () => {
  it('needs only the addresses', () => {
    expect(parse({})).toMatchObject({
      KAFKA_BROKERS: ['kafka:9092'],
      KAFKA_GROUP_ID: 'ledger-consumer',
      LEDGER_TOPIC: 'payments.charges.v1',
      KAFKA_SESSION_TIMEOUT_MS: 20_000,
      DATABASE_STATEMENT_TIMEOUT_MS: 5_000,
      LEDGER_CHUNK_SIZE: 100,
    });
  });

  it('refuses a statement timeout above half the session timeout', () => {
    const session = { KAFKA_SESSION_TIMEOUT_MS: '6000' };
    expect(() => parse(session)).toThrow(/DATABASE_STATEMENT_TIMEOUT_MS: .*half of KAFKA_SESSION_TIMEOUT_MS/);
    expect(() => parse({ ...session, DATABASE_STATEMENT_TIMEOUT_MS: '2000' })).not.toThrow();
    expect(() => parse({ ...session, DATABASE_STATEMENT_TIMEOUT_MS: '2001' })).toThrow();
  });

  it('refuses to call a consumer dead between two heartbeats', () => {
    expect(() => parse({ LEDGER_ALIVE_WITHIN_MS: '9999' })).toThrow(/LEDGER_ALIVE_WITHIN_MS: /);
    expect(() => parse({ LEDGER_ALIVE_WITHIN_MS: '10000' })).not.toThrow();
  });

  it('refuses more partitions at once than connections', () => {
    expect(() => parse({ LEDGER_CONCURRENCY: '8', DATABASE_POOL_MAX: '8' })).toThrow(/LEDGER_CONCURRENCY: /);
  });

  it('refuses what is no topic name', () => {
    expect(() => parse({ LEDGER_TOPIC: 'a topic' })).toThrow(/LEDGER_TOPIC: must be a Kafka topic name/);
  });
});
