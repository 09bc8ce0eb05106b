import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from './retry-after.ts';

/** Sun, 06 Nov 1994 08:49:37 GMT, the date that RFC 9110 uses in its examples. */
const RFC_EXAMPLE_MS = 784_111_777_000;
const TEN_SECONDS_BEFORE = RFC_EXAMPLE_MS - 10_000;

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    [' 120 ', 120_000],
    ['007', 7_000],
  ])('reads %j as whole seconds', (header, expectedMs) => {
    expect(parseRetryAfter(header, 0)).toBe(expectedMs);
  });

  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads the HTTP-date %j as GMT',
    (header) => {
      expect(parseRetryAfter(header, TEN_SECONDS_BEFORE)).toBe(10_000);
    },
  );

  it.each([
    [null],
    [undefined],
    [''],
    ['  '],
    ['-1'],
    ['+1'],
    ['1.5'],
    ['1e3'],
    ['0x10'],
    ['1, 2'],
    ['soon'],
    ['NaN'],
    ['Infinity'],
    ['1994'.repeat(3) + 'x'],
    ['2026-11-20T10:00:00Z'],
    ['Mon, 06 Nov 2090 08:49:37'],
    ['Thu, 31 Feb 2090 08:49:37 GMT'],
  ])('ignores %j', (header) => {
    expect(parseRetryAfter(header, 0)).toBeUndefined();
  });

  it('ignores a date that has passed and keeps one that is now', () => {
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', RFC_EXAMPLE_MS + 1)).toBeUndefined();
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', RFC_EXAMPLE_MS)).toBe(0);
  });

  it('counts everything beyond a day as a day', () => {
    expect(parseRetryAfter('9'.repeat(400), 0)).toBe(86_400_000);
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', 0)).toBe(86_400_000);
  });

  it('gives nothing or a bounded number for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), fc.nat(), (header, nowMs) => {
        const ms = parseRetryAfter(header, nowMs);
        return ms === undefined || (ms >= 0 && ms <= MAX_RETRY_AFTER_MS);
      }),
    );
  });
});
