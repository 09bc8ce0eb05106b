import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { httpUrl, integer, kafkaBrokers, port, postgresUrl } from './env-fields.ts';
import { InvalidEnvironmentError, parseEnv } from './parse-env.ts';

const schema = z.object({
  PORT: port(3000),
  DATABASE_URL: postgresUrl(),
  KAFKA_BROKERS: kafkaBrokers(),
  PROVIDER_URL: httpUrl(),
  LEASE_MS: integer({ min: 100, max: 60_000, fallback: 8000 }),
});

const good = {
  DATABASE_URL: 'postgres://app:secret@db:5432/charge',
  KAFKA_BROKERS: 'a:9092, b:9092',
  PROVIDER_URL: 'http://provider:8080',
};

describe('parseEnv', () => {
  it('gives typed values and defaults, frozen', () => {
    const env = parseEnv(schema, { ...good, PORT: '', UNRELATED: 'x' });
    expect(env).toEqual({
      PORT: 3000,
      DATABASE_URL: 'postgres://app:secret@db:5432/charge',
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      PROVIDER_URL: 'http://provider:8080',
      LEASE_MS: 8000,
    });
    expect(Object.isFrozen(env)).toBe(true);
  });

  it('names every bad variable in one error', () => {
    const broken = { ...good, PORT: '70000', KAFKA_BROKERS: 'nope', PROVIDER_URL: undefined, LEASE_MS: '8s' };
    expect(() => parseEnv(schema, broken)).toThrow(InvalidEnvironmentError);
    expect(() => parseEnv(schema, broken)).toThrow(/PORT: .*\n.*KAFKA_BROKERS: .*\n.*PROVIDER_URL: .*\n.*LEASE_MS: /);
  });

  it('never prints a value, which may be a secret', () => {
    expect(() => parseEnv(schema, { ...good, DATABASE_URL: 'mysql://u:hunter2@h/d' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
