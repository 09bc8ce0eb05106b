import { describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { z } from 'zod';
import { noticeSecrets } from './notice-secrets.ts';

const parse = (secret?: string) =>
  parseEnv(z.object({ SECRET: noticeSecrets() }), secret ? { SECRET: secret } : {}).SECRET;
const messageOf = (secret: string): string => {
  try {
    parse(secret);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

const BYTES = Buffer.from('twenty-four bytes of key');
const WEBHOOK = `whsec_${BYTES.toString('base64')}`;
const PLAIN = 'a-plain-secret-with-ümlauts';

describe('the secrets of notices', () => {
  it('are none where none is set', () => {
    expect(parse()).toBeUndefined();
    expect(parse('')).toBeUndefined();
  });

  it.each([
    [WEBHOOK, [BYTES]],
    [PLAIN, [Buffer.from(PLAIN)]],
    [`${WEBHOOK},${PLAIN}`, [BYTES, Buffer.from(PLAIN)]],
    [` ${PLAIN}\n${WEBHOOK} , `, [Buffer.from(PLAIN), BYTES]],
  ])('%j are their bytes', (text, keys) => {
    expect(parse(text)).toEqual(keys);
  });

  it.each([
    [',', 'must hold 1 to 4 secrets'],
    [Array(5).fill(PLAIN).join(' '), 'must hold 1 to 4 secrets'],
    ['short', 'secret 1 must have 24 to 255 bytes, but has 5'],
    [`${PLAIN} whsec_c2hvcnQ=`, 'secret 2 must have 24 to 255 bytes, but has 5'],
    [`whsec_${PLAIN}`, 'secret 1 must have base64 after whsec_'],
  ])('%j are refused: %s', (text, message) => {
    expect(messageOf(text)).toContain(`SECRET: ${message}`);
    expect(messageOf(text)).not.toContain(PLAIN);
  });
});
