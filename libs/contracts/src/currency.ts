const known = new Set(Intl.supportedValuesOf('currency'));

const TWO_DIGITS = 2;

/**
 * Minor units of ISO 4217 list one that are not 2. A table and not `Intl`, which answers how prices are usually shown:
 * there HUF, IDR, COP, PKR and a dozen others have no minor unit, and IQD has none of its 3 digits.
 */
const OTHER_DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/** True when `code` is an ISO 4217 alphabetic code (upper case) that this runtime's ICU data knows. */
export function isKnownCurrency(code: string): boolean {
  return known.has(code);
}

/**
 * Digits after the decimal point of a currency's minor unit: EUR 2, JPY 0, KWD 3.
 * Throws RangeError for an unknown code, never guesses.
 */
export function currencyExponent(code: string): number {
  if (!isKnownCurrency(code))
    throw new RangeError(`unknown currency ${JSON.stringify(code)}: expected an ISO 4217 code`);
  return OTHER_DIGITS.get(code) ?? TWO_DIGITS;
}
