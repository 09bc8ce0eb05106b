import { describe, expect, it } from '@jest/globals';
import { growth } from '@once/testing';
import fc from 'fast-check';
import { InexactNumber, judgeJson, judgeNumber } from './judge-json.ts';

const judge = (text: string) => judgeJson(Buffer.from(text));
const zeros = (count: number) => '0'.repeat(count);

describe('judgeNumber', () => {
  it.each([
    ...([
      ['0', 0],
      ['-0', 0],
      ['-0.000', 0],
      ['0e99999999999999999999', 0],
      ['1', 1],
      ['-17', -17],
    ] as const),
    ...([
      ['500', 500],
      ['500.0', 500],
      ['500.000', 500],
      ['5e2', 500],
      ['5E+2', 500],
      ['0.5e3', 500],
    ] as const),
    ...([
      ['5000e-1', 500],
      ['0.00005e7', 500],
      ['50.0e1', 500],
    ] as const),
    ...([
      ['9007199254740991', 9007199254740991],
      ['9007199254740991.0', 9007199254740991],
    ] as const),
    ...([
      ['-9007199254740991', -9007199254740991],
      ['9.007199254740991e15', 9007199254740991],
    ] as const),
    ...([['90071992547409910e-1', 9007199254740991]] as const),
  ])('reads %s as the integer %d', (text, value) => {
    expect(judgeNumber(text)).toBe(value);
  });

  it.each([
    ...['1.5', '0.1', '15e-1', '1e-1', '1e-400', '-1.5', '500.01', '0.0000001'],
    // The second of them is 9007199254740991 as a float, which is why floats are not asked.
    ...['9007199254740992', '9007199254740991.4', '-9007199254740992', '10000000000000000', '1e16', '1e400', '-1e400'],
  ])('holds %s for a number that it can not state', (text) => {
    expect(judgeNumber(text)).toEqual(new InexactNumber(text));
  });

  it('agrees with exact arithmetic on every form of a number', () => {
    const digits = fc.stringMatching(/^\d{1,20}$/);
    const integer = fc.stringMatching(/^(0|[1-9]\d{0,20})$/);
    const exponent = fc.integer({ min: -25, max: 25 });
    fc.assert(
      fc.property(fc.boolean(), integer, fc.option(digits), fc.option(exponent), (isNegative, whole, part, power) => {
        const text = `${isNegative ? '-' : ''}${whole}${part === null ? '' : `.${part}`}${power === null ? '' : `e${power}`}`;
        const exact = exactInteger(isNegative, whole + (part ?? ''), (power ?? 0) - (part ?? '').length);
        const judged = judgeNumber(text);
        expect(judged instanceof InexactNumber ? undefined : BigInt(judged)).toBe(exact);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['zeros that end in another digit', (size: number) => `1${zeros(size)}1`],
    ['zeros before the digit', (size: number) => `0.${zeros(size)}1`],
    ['an exponent of many digits', (size: number) => `1e${'9'.repeat(size)}`],
    ['an exponent that undoes the zeros', (size: number) => `1${zeros(size)}e-${size + 1}`],
  ])('judges 64 KiB of %s in time that grows with its length', (_what, make) => {
    const judgeText = (text: string) => expect(judgeNumber(text)).toBeInstanceOf(InexactNumber);
    // A quadratic scan gives 16.
    expect(growth(make, judgeText, 4_000, 16)).toBeLessThan(4);
  });
});

describe('judgeJson', () => {
  it('judges numbers at any depth and leaves everything else alone', () => {
    expect(judge(' {"a":[5e2,{"b":-0}],"c":"5e2","d":null,"e":true,"f":""} ')).toEqual({
      ...{ a: [500, { b: 0 }], c: '5e2', d: null, e: true, f: '' },
    });
  });

  it('keeps an inexact number visible, for the schema to refuse', () => {
    expect(judge('{"amount":1.5}')).toEqual({ amount: new InexactNumber('1.5') });
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['a byte order mark', '\uFEFF{}'],
    ['half an object', '{"a":'],
    ['two values', '{} {}'],
    ['a comment', '{/**/}'],
    ['single quotes', "{'a':1}"],
    ['a trailing comma', '{"a":1,}'],
    ['a leading zero', '{"a":01}'],
    ['a bare point', '{"a":1.}'],
    ['NaN', '{"a":NaN}'],
    ['a control character in a string', '{"a":"\u0001"}'],
    ['a member that is there twice', '{"a":1,"a":1}'],
    ['a member named __proto__', '{"__proto__":{"amount":1}}'],
  ])('refuses %s as invalid_json', (_what, text) => {
    expect(() => judge(text)).toThrow(expect.objectContaining({ code: 'invalid_json' }));
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => judgeJson(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toThrow(
      expect.objectContaining({ code: 'invalid_json', message: 'The body is not valid UTF-8.' }),
    );
  });
});

/** The integer that digits · 10^scale is; undefined when it is none or no safe one. */
function exactInteger(isNegative: boolean, digits: string, scale: number): bigint | undefined {
  const numerator = BigInt(digits) * 10n ** BigInt(Math.max(scale, 0));
  const denominator = 10n ** BigInt(Math.max(-scale, 0));
  if (numerator % denominator !== 0n) return undefined;
  const magnitude = numerator / denominator;
  if (magnitude > 9007199254740991n) return undefined;
  return isNegative ? -magnitude : magnitude;
}
