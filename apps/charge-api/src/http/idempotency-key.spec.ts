import { describe, expect, it } from '@jest/globals';
import { readIdempotencyKey } from './idempotency-key.ts';

const longest = 'k'.repeat(255);

describe('readIdempotencyKey', () => {
  it.each([
    ['abc', 'abc'],
    ['"abc"', 'abc'],
    ['a', 'a'],
    ['!~', '!~'],
    ['a,b;c=d', 'a,b;c=d'],
    ['"a,b"', 'a,b'],
    ['"a\\"b"', 'a"b'],
    ['"a\\\\b"', 'a\\b'],
    ['a"b', 'a"b'],
    [longest, longest],
    [`"${longest}"`, longest],
    [`"${'\\\\'.repeat(255)}"`, '\\'.repeat(255)],
  ])('reads %s', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  it.each([undefined, ''])('misses it when the header is %j', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'idempotency_key_missing' }));
  });

  it.each([
    ['a space inside', 'a b'],
    ['a header that was sent twice', 'abc, abc'],
    ['a quoted header that was sent twice', '"abc", "abc"'],
    ['a list of headers', ['abc', 'abc']],
    ['an empty string', '""'],
    ['a quote that never closes', '"abc'],
    ['a lone quote', '"'],
    ['something after the quotes', '"abc"x'],
    ['parameters', '"abc";a=1'],
    ['a space in quotes', '"a b"'],
    ['an escape of nothing', '"a\\nb"'],
    ['a control character', 'a\u0001b'],
    ['a tab', 'a\tb'],
    ['DEL', 'a\u007f'],
    ['a letter beyond ASCII', 'caf\u00e9'],
    ['256 characters', `${longest}k`],
    ['256 characters in quotes', `"${longest}k"`],
  ])('refuses %s', (_what, header) => {
    expect(() => readIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'idempotency_key_invalid' }));
  });
});
