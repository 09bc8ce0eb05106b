import { describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { chargeApiEnv } from './charge-api.env.ts';

const needed = { DATABASE_URL: 'postgres://u:p@db/charge', PROVIDER_URL: 'http://provider' };
const parse = (variables: Record<string, string>) => parseEnv(chargeApiEnv, { ...needed, ...variables });

describe('the environment of charge-api', () => {
  it('has the times of the design by default', () => {
    expect(parse({})).toMatchObject({
      ...{ ANSWER_DEADLINE_MS: 4_000, CLIENT_ATTEMPT_TIMEOUT_MS: 6_000, LEASE_MS: 8_000 },
      ...{ PROVIDER_TIMEOUT_MS: 30_000, PROVIDER_KEY_WINDOW_MS: 86_400_000, IDEMPOTENCY_RETENTION_DAYS: 7 },
    });
  });

  it.each([
    [{ ANSWER_DEADLINE_MS: '6000' }, 'CLIENT_ATTEMPT_TIMEOUT_MS: must be longer than ANSWER_DEADLINE_MS (6000)'],
    [{ CLIENT_ATTEMPT_TIMEOUT_MS: '9000' }, 'LEASE_MS: must be longer than CLIENT_ATTEMPT_TIMEOUT_MS (9000)'],
    [{ LEASE_MS: '30000' }, 'PROVIDER_TIMEOUT_MS: must be longer than LEASE_MS (30000), but is 30000'],
    [{ PROVIDER_KEY_WINDOW_MS: '29999' }, 'PROVIDER_KEY_WINDOW_MS: must be longer than PROVIDER_TIMEOUT_MS (30000)'],
  ])('refuses %j, naming both times that clash', (variables, message) => {
    expect(() => parse(variables)).toThrow(message);
  });

  it('lists every clash at once', () => {
    expect(() => parse({ CLIENT_ATTEMPT_TIMEOUT_MS: '3000', LEASE_MS: '2000' })).toThrow(
      /CLIENT_ATTEMPT_TIMEOUT_MS: .*\n.*LEASE_MS: /,
    );
  });

  it('takes a key window of 0 for a provider that keeps no keys', () => {
    expect(parse({ PROVIDER_KEY_WINDOW_MS: '0' })).toMatchObject({ PROVIDER_KEY_WINDOW_MS: 0 });
  });

  it.each(['DATABASE_URL', 'PROVIDER_URL'])('can not do without %s', (name) => {
    expect(() => parse({ [name]: '' })).toThrow(`${name}: is required`);
  });
});
