import { describe, expect, it } from '@jest/globals';
import { MAX_LINE_BYTES, splitChargeFile } from './split-charge-file.ts';

const TENANTS = ['acme', 'globex'];
const GOOD = '{"tenant":"acme","key":"k-1","raw":"{\\"amount\\":1}","group":null}';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const split = (text: string) => splitChargeFile(bytesOf(text), TENANTS);

describe('splitChargeFile', () => {
  it('reads each line with its number, and passes over empty ones', () => {
    const { lines, bad } = split(`${GOOD}\r\n\n  \n${GOOD}`);
    expect(bad).toEqual([]);
    expect(lines.map(({ lineNumber }) => lineNumber)).toEqual([1, 4]);
    expect(lines[0]).toEqual({
      lineNumber: 1,
      tenant: 'acme',
      key: 'k-1',
      raw: '{"amount":1}',
      group: null,
      refundOf: null,
    });
  });

  it('takes group and refund_of as they are, and null for no key', () => {
    const { lines } = split('{"tenant":"globex","key":null,"raw":"","group":"g","refund_of":"k-1"}');
    expect(lines).toMatchObject([{ key: null, raw: '', group: 'g', refundOf: 'k-1' }]);
  });

  it.each([
    ['{"tenant":"acme",', 'not JSON'],
    ['[1]', 'not a JSON object'],
    ['{"tenant":"acme"}', 'missing "key", "raw"'],
    ['{"tenant":"acme","key":1,"raw":""}', '"key" must be a string, or null'],
    ['{"tenant":"acme","key":"k","raw":{"amount":1}}', '"raw" must be a string'],
    ['{"tenant":"acme","key":"k","raw":"","group":7}', '"group" must be'],
    ['{"tenant":"acme","key":"k","raw":"","refund_of":null}', '"refund_of" must be a string'],
    ['{"tenant":"acme","key":"k","raw":"","grp":"g"}', 'unknown member "grp"'],
    ['{"tenant":"umbrella","key":"k","raw":""}', 'unknown tenant "umbrella"; there are acme, globex'],
    ['{"tenant":"acme","key":"a\\nb","raw":""}', 'no HTTP header can carry this "key"'],
    ['{"tenant":"acme","key":"ключ","raw":""}', 'no HTTP header can carry this "key"'],
  ])('says what is wrong with %s', (text, reason) => {
    const { lines, bad } = split(`${GOOD}\n${text}\n${GOOD}`);
    expect(lines).toHaveLength(2);
    expect(bad).toEqual([{ lineNumber: 2, reason: expect.stringContaining(reason) }]);
  });

  it('refuses a line that is not UTF-8 or longer than a mebibyte, and reads on', () => {
    const broken = Buffer.concat([
      Buffer.from([0xff, 0x0a]),
      Buffer.alloc(MAX_LINE_BYTES + 1, 0x20),
      bytesOf(`\n${GOOD}`),
    ]);
    const { lines, bad } = splitChargeFile(broken, TENANTS);
    expect(lines.map(({ lineNumber }) => lineNumber)).toEqual([3]);
    expect(bad).toEqual([
      { lineNumber: 1, reason: 'not valid UTF-8' },
      { lineNumber: 2, reason: 'longer than 1024 KiB' },
    ]);
  });
});
