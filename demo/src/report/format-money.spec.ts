import { describe, expect, it } from '@jest/globals';
import { currencyExponent } from '@once/contracts';
import { formatMajor } from './format-money.ts';

describe('formatMajor', () => {
  it.each([
    [1_234_567n, 'EUR', '12,345.67'],
    [1_234_567n, 'JPY', '1,234,567'],
    [1_234_567n, 'KWD', '1,234.567'],
    [1_234_567n, 'UGX', '1,234,567'],
    [1_234_567n, 'IQD', '1,234.567'],
    [1_234_567n, 'HUF', '12,345.67'],
    [5n, 'EUR', '0.05'],
    [0n, 'JPY', '0'],
    [-100_050n, 'USD', '-1,000.50'],
    [9_007_199_254_740_993n, 'EUR', '90,071,992,547,409.93'],
  ])('writes %s minor units of %s as %s', (minor, currency, text) => {
    expect(formatMajor(minor, currencyExponent(currency))).toBe(text);
  });
});
