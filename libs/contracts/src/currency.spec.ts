import { describe, expect, it } from '@jest/globals';
import { currencyExponent, isKnownCurrency } from './currency.ts';

describe('currencyExponent', () => {
  // ISO 4217 list one, column "Mnr unts". Those in the second line are shown without decimals by CLDR, but have them.
  it.each([
    ...([
      ['EUR', 2],
      ['USD', 2],
      ['GBP', 2],
      ['JPY', 0],
      ['KRW', 0],
      ['KWD', 3],
      ['BHD', 3],
    ] as const),
    ...([
      ['HUF', 2],
      ['IDR', 2],
      ['COP', 2],
      ['PKR', 2],
      ['LBP', 2],
      ['MGA', 2],
      ['RSD', 2],
      ['IQD', 3],
    ] as const),
  ])('of %s is %d', (code, digits) => {
    expect(currencyExponent(code)).toBe(digits);
  });

  it.each(['ZZZ', 'eur', '', 'EURO', 'CLF'])('of %j is an error and no guess', (code) => {
    expect(isKnownCurrency(code)).toBe(false);
    expect(() => currencyExponent(code)).toThrow(RangeError);
  });
});
