import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson, stringifyExactJson } from './exact-json.ts';

describe('exact JSON', () => {
  it('keeps whole numbers as they are written and leaves the rest alone', () => {
    expect(parseExactJson('{"a":9007199254740993,"b":-0,"c":1.5,"d":1e2,"e":"12","f":[1,null,true]}')).toEqual({
      a: 9_007_199_254_740_993n,
      b: 0n,
      c: 1.5,
      d: 100,
      e: '12',
      f: [1n, null, true],
    });
  });

  it('writes a bigint with all its digits and no quotes', () => {
    expect(stringifyExactJson({ amount: 18_446_744_073_709_551_617n, note: 'x' })).toBe(
      '{"amount":18446744073709551617,"note":"x"}',
    );
  });

  it('brings every integer back', () => {
    fc.assert(
      fc.property(fc.bigInt(), (amount) => {
        expect(parseExactJson(stringifyExactJson({ amount }))).toEqual({ amount });
      }),
    );
  });
});
