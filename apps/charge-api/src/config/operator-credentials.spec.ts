import { describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { chargeApiEnv } from './charge-api.env.ts';
import { operatorOf } from './operator-credentials.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const OTHER = 'fedcba9876543210:fedcba9876543210';

const parse = (OPERATOR_CREDENTIALS: string, more: Record<string, string> = {}) =>
  parseEnv(chargeApiEnv, {
    ...{ DATABASE_URL: 'postgres://u:p@db/charge', PROVIDER_URL: 'http://provider', OPERATOR_CREDENTIALS },
    ...more,
  }).OPERATOR_CREDENTIALS ?? [];

describe('OPERATOR_CREDENTIALS', () => {
  it('tells operators by their tokens', () => {
    const credentials = parse(`alice:${TOKEN}, bob@ops:${OTHER}\n`);
    expect(operatorOf(TOKEN, credentials)).toBe('alice');
    expect(operatorOf(OTHER, credentials)).toBe('bob@ops');
    for (const wrong of ['', 'alice', `${TOKEN} `, TOKEN.toUpperCase()]) {
      expect(operatorOf(wrong, credentials)).toBeUndefined();
    }
  });

  it('takes several tokens of one name, so that the old one works until the new one is everywhere', () => {
    const credentials = parse(`alice:${TOKEN}\nalice:${OTHER}`);
    expect([TOKEN, OTHER].map((token) => operatorOf(token, credentials))).toEqual(['alice', 'alice']);
  });

  it('keeps no token', () => {
    expect(JSON.stringify(parse(`alice:${TOKEN}`))).not.toContain(TOKEN);
  });

  it('lets nobody in when it is not set or empty', () => {
    expect(parse('')).toEqual([]);
  });

  it.each([
    [' , \n', 'holds no credential'],
    [TOKEN, 'entry 1 must begin with a name'],
    [`alice:${TOKEN},Bob:${OTHER}`, 'entry 2 must begin with a name'],
    [`:${TOKEN}`, 'entry 1 must begin with a name'],
    [`${'a'.repeat(64)}:${TOKEN}`, 'entry 1 must begin with a name'],
    [`alice:${TOKEN.slice(1)}`, 'entry 1 must have a token of 32 to 255 visible characters'],
    [`alice:${TOKEN} ${TOKEN}`, 'entry 1 must have a token'],
    [`alice:${'x'.repeat(256)}`, 'entry 1 must have a token'],
    [`alice:${TOKEN},bob:${TOKEN}`, 'gives one token to two names'],
  ])('refuses %j without showing it', (text, message) => {
    expect(() => parse(text)).toThrow(`OPERATOR_CREDENTIALS: ${message}`);
    expect(() => parse(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('89abcdef') }));
  });

  it('refuses a file beside it that is not there', () => {
    const more = { OPERATOR_CREDENTIALS_FILE: '/nowhere/operators' };
    expect(() => parse(`alice:${TOKEN}`, more)).toThrow(/OPERATOR_CREDENTIALS_FILE: can't be read \(ENOENT\)/);
  });

  it('opens port 3900 unless told otherwise', () => {
    const needed = { DATABASE_URL: 'postgres://u:p@db/charge', PROVIDER_URL: 'http://provider' };
    expect(parseEnv(chargeApiEnv, needed)).toMatchObject({ OPERATOR_PORT: 3900 });
    expect(() => parseEnv(chargeApiEnv, { ...needed, OPERATOR_PORT: '70000' })).toThrow('OPERATOR_PORT: must be from');
  });
});
