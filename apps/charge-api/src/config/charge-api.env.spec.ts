import { describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { chargeApiEnv } from './charge-api.env.ts';

const needed = { DATABASE_URL: 'postgres://u:p@db/charge', PROVIDER_URL: 'http://provider' };
const parse = (variables: Record<string, string>) => parseEnv(chargeApiEnv, { ...needed, ...variables });

describe('the environment of charge-api', () => {
  it('has the times of the design by default', () => {
    expect(parse({})).toMatchObject({
      ...{ ANSWER_DEADLINE_MS: 4_000, CLIENT_ATTEMPT_TIMEOUT_MS: 6_000, LEASE_MS: 8_000 },
      ...{ PROVIDER_TIMEOUT_MS: 30_000, IDEMPOTENCY_RETENTION_DAYS: 7 },
      ...{ ABANDON_AFTER_MS: 43_200_000, UNKNOWN_REVIEW_AFTER_MS: 900_000, AUTHORIZATION_WINDOW_MS: 604_800_000 },
    });
  });

  it.each([
    [{ ANSWER_DEADLINE_MS: '6000' }, 'CLIENT_ATTEMPT_TIMEOUT_MS: must be longer than ANSWER_DEADLINE_MS (6000)'],
    [{ CLIENT_ATTEMPT_TIMEOUT_MS: '9000' }, 'LEASE_MS: must be longer than CLIENT_ATTEMPT_TIMEOUT_MS (9000)'],
    [{ LEASE_MS: '30000' }, 'PROVIDER_TIMEOUT_MS: must be longer than LEASE_MS (30000), but is 30000'],
    [
      { PROVIDER_KEY_WINDOW_MS: '29999' },
      'PROVIDER_KEY_WINDOW_MS: the provider honours a key for 29999 ms: PROVIDER_TIMEOUT_MS (30000) must be shorter',
    ],
    [
      { PROVIDER_KEY_WINDOW_MS: '86400000', ABANDON_AFTER_MS: '86400000' },
      'PROVIDER_KEY_WINDOW_MS: the provider honours a key for 86400000 ms: ABANDON_AFTER_MS (86400000) must be shorter',
    ],
    [
      { PROVIDER_KEY_WINDOW_MS: '43200000' },
      'PROVIDER_KEY_WINDOW_MS: the provider honours a key for 43200000 ms: ABANDON_AFTER_MS (43200000) must be shorter',
    ],
  ])('refuses %j, naming both times that clash', (variables, message) => {
    expect(() => parse(variables)).toThrow(message);
  });

  it('lists every clash at once', () => {
    expect(() => parse({ CLIENT_ATTEMPT_TIMEOUT_MS: '3000', LEASE_MS: '2000' })).toThrow(
      /CLIENT_ATTEMPT_TIMEOUT_MS: .*\n.*LEASE_MS: /,
    );
  });

  it('takes a key window of 0 for a provider that keeps no keys, and then asks nothing of the window', () => {
    const { PROVIDER_KEY_WINDOW_MS, ABANDON_AFTER_MS } = parse({
      ...{ PROVIDER_KEY_WINDOW_MS: '0', ABANDON_AFTER_MS: '90000000' },
    });
    expect({ PROVIDER_KEY_WINDOW_MS, ABANDON_AFTER_MS }).toEqual({
      ...{ PROVIDER_KEY_WINDOW_MS: 0, ABANDON_AFTER_MS: 90_000_000 },
    });
  });

  it('takes an abandonment that is one millisecond shorter than the key window', () => {
    expect(parse({ PROVIDER_KEY_WINDOW_MS: '86400000', ABANDON_AFTER_MS: '86399999' })).toMatchObject({
      ABANDON_AFTER_MS: 86_399_999,
    });
  });

  it('leaves the key window to the provider unless it is shortened', () => {
    expect(parse({}).PROVIDER_KEY_WINDOW_MS).toBeUndefined();
  });

  it.each(['PROVIDER_ACCOUNT', 'PROVIDER_ACCOUNT_OF_OLD_CHARGES'])('takes %s as adapter:identity only', (name) => {
    expect(parse({ [name]: 'simulator:acct_01' })).toMatchObject({ [name]: 'simulator:acct_01' });
    for (const bad of ['acct_01', 'simulator:', 'simulator:acct_01\r\nx: y']) {
      expect(() => parse({ [name]: bad })).toThrow(`${name}: must be adapter:identity`);
    }
  });

  it.each(['DATABASE_URL', 'PROVIDER_URL'])('can not do without %s', (name) => {
    expect(() => parse({ [name]: '' })).toThrow(`${name}: is required`);
  });
});
