const known = new Set(Intl.supportedValuesOf('currency'));

/** True when `code` is an ISO 4217 alphabetic code (upper case) that this runtime's ICU data knows. */
export function isKnownCurrency(code: string): boolean {
  return known.has(code);
}

/**
 * Digits after the decimal point of a currency's minor unit: EUR 2, JPY 0, KWD 3.
 * Source: ISO 4217 by way of ECMA-402 CurrencyDigits. Throws RangeError for an unknown code, never guesses 2.
 */
export function currencyExponent(code: string): number {
  if (!isKnownCurrency(code))
    throw new RangeError(`unknown currency ${JSON.stringify(code)}: expected an ISO 4217 code`);
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions();
  return digits.maximumFractionDigits ?? 2;
}
