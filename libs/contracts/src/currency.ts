import { ACTIVE_CURRENCIES, HISTORIC_CURRENCIES, ISO_4217_PUBLISHED } from './iso-4217.ts';

/** What a new charge must be in; the sentence that a refused one gets. */
export const ACTIVE_CURRENCY_RULE =
  `must be an ISO 4217 currency in use (list of ${ISO_4217_PUBLISHED}): ` +
  'no withdrawn currency, fund, unit of account or precious metal';

/** True for a currency that a new charge may be in. */
export function isActiveCurrency(code: string): boolean {
  return ACTIVE_CURRENCIES.has(code);
}

/** True for a currency that some charge may be in: one in use, or one that an earlier version took. */
export function isKnownCurrency(code: string): boolean {
  return ACTIVE_CURRENCIES.has(code) || HISTORIC_CURRENCIES.has(code);
}

/**
 * Digits after the decimal point of a currency's minor unit: EUR 2, JPY 0, KWD 3.
 * A charge that is stored keeps the exponent that is stored with it; ask here for a new one only.
 * @throws RangeError for an unknown code, never guesses.
 */
export function currencyExponent(code: string): number {
  const exponent = ACTIVE_CURRENCIES.get(code) ?? HISTORIC_CURRENCIES.get(code);
  if (exponent === undefined)
    throw new RangeError(`unknown currency ${JSON.stringify(code)}: expected an ISO 4217 code`);
  return exponent;
}
