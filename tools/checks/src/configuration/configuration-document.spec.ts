import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEnv, rulesOf } from '@once/config';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { REPOSITORY_ROOT } from '../workspace-packages.ts';
import { describeSetting, settingsOf } from './describe-setting.ts';
import { ENVIRONMENTS, SERVICES } from './environments.ts';
import { renderConfiguration, table } from './render-configuration.ts';

const fields = Object.entries(ENVIRONMENTS).flatMap(([environment, schema]) =>
  settingsOf(schema).map((setting) => [`${environment} ${setting.name}`, setting] as const),
);

describe('docs/configuration.md', () => {
  it('is what the schemas say: npm run docs:configuration writes it', () => {
    expect(readFileSync(join(REPOSITORY_ROOT, 'docs/configuration.md'), 'utf8')).toBe(renderConfiguration());
  });

  it.each(fields)('describes %s in whole sentences', (_name, { description, form }) => {
    expect(description).toMatch(/^[A-Z0-9`].*\.$/);
    expect(form).not.toMatch(/^$|[|\n]/);
    expect(description).not.toMatch(/[|\n]/);
  });

  it('refuses a field without a description, or without a form', () => {
    expect(() => describeSetting('NEW', z.string())).toThrow('NEW has no form');
    expect(() => settingsOf(z.object({ NEW: SERVICES.relay.shape.RELAY_BATCH_SIZE.optional() }))).toThrow('NEW has no');
  });

  it('names what is required, what is secret and what the default is, all by the schema', () => {
    const facts = Object.fromEntries(
      settingsOf(SERVICES['charge-api']).map(({ name, fallback, isRequired, isSecret }) => [
        name,
        { fallback, isRequired, isSecret },
      ]),
    );
    expect(facts).toMatchObject({
      DATABASE_URL: { fallback: null, isRequired: true, isSecret: true },
      PROVIDER_URL: { fallback: null, isRequired: true, isSecret: false },
      OPERATOR_CREDENTIALS: { fallback: null, isRequired: false, isSecret: true },
      LEASE_MS: { fallback: '8000', isRequired: false, isSecret: false },
    });
  });

  it('pads its tables as Prettier does', () => {
    expect(
      table([
        ['a', 'long head'],
        ['longer', ''],
      ]),
    ).toBe(['| a      | long head |', '| ------ | --------- |', '| longer |           |'].join('\n'));
  });
});

const ADDRESSES = {
  DATABASE_URL: 'postgres://u:p@db:5432/name',
  KAFKA_BROKERS: 'kafka:9092',
  PROVIDER_URL: 'http://provider',
};
const credentialsFile = join(tmpdir(), `once-operators-${process.pid}`);
const CREDENTIALS = { OPERATOR_CREDENTIALS: `op:${'x'.repeat(32)}`, OPERATOR_CREDENTIALS_FILE: credentialsFile };

/** For each sentence of the document an environment that breaks it, and what the process then says. */
const VIOLATIONS: readonly [service: keyof typeof SERVICES, sentence: RegExp, broken: object, message: RegExp][] = [
  ['charge-api', /^Each of `ANSWER_DEADLINE_MS`/, { LEASE_MS: '6000' }, /LEASE_MS: must be longer than CLIENT_ATTEMPT/],
  ['charge-api', /^`PROVIDER_KEY_WINDOW_MS`/, { PROVIDER_KEY_WINDOW_MS: '43200000' }, /WINDOW_MS: .*ABANDON_AFTER_MS/],
  ['charge-api', /^Only one of `OPERATOR_CREDENTIALS`/, CREDENTIALS, /_FILE: is set beside OPERATOR_CREDENTIALS/],
  ['ledger-consumer', /^`DATABASE_STATEMENT_TIMEOUT_MS`/, { DATABASE_STATEMENT_TIMEOUT_MS: '9001' }, /at most half of/],
  [
    'ledger-consumer',
    /^`LEDGER_ALIVE_WITHIN_MS`/,
    { LEDGER_ALIVE_WITHIN_MS: '9999' },
    /at least half of KAFKA_SESSION/,
  ],
  ['ledger-consumer', /^`LEDGER_CONCURRENCY`/, { LEDGER_CONCURRENCY: '8' }, /must be below DATABASE_POOL_MAX/],
];

describe('the rules between settings', () => {
  beforeAll(() => writeFileSync(credentialsFile, CREDENTIALS.OPERATOR_CREDENTIALS));
  afterAll(() => rmSync(credentialsFile));

  it('are each broken by one of the environments below', () => {
    const documented = Object.entries(SERVICES).flatMap(([service, schema]) =>
      rulesOf(schema).map((rule) => ({ service, rule })),
    );
    expect(
      documented.map(({ service, rule }) => VIOLATIONS.filter((v) => v[0] === service && v[1].test(rule)).length),
    ).toEqual(VIOLATIONS.map(() => 1));
  });

  it.each(VIOLATIONS)('hold in %s: %s', (service, _sentence, broken, message) => {
    expect(() => parseEnv(SERVICES[service], ADDRESSES)).not.toThrow();
    expect(() => parseEnv(SERVICES[service], { ...ADDRESSES, ...broken })).toThrow(message);
  });
});
