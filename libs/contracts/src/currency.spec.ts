import { describe, expect, it } from '@jest/globals';
import { currencyExponent, isActiveCurrency, isKnownCurrency } from './currency.ts';
import { ACTIVE_CURRENCIES, HISTORIC_CURRENCIES } from './iso-4217.ts';

const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const EVERY_CODE = LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => `${a}${b}${c}`)));

const ofExponent = (exponent: number): string[] =>
  EVERY_CODE.filter((code) => isActiveCurrency(code) && currencyExponent(code) === exponent);

/** ISO 4217 list one of 2026-01-01, country by country; what has no minor unit or is a fund is left out. */
const IN_USE = `
  AFN EUR ALL DZD USD AOA XCD ARS AMD AWG AUD AZN BSD BHD BDT BBD BYN BZD XOF BMD INR BTN BOB BAM BWP NOK BRL BND BIF
  CVE KHR XAF CAD KYD CLP CNY COP KMF CDF NZD CRC CUP XCG CZK DKK DJF DOP EGP SVC ERN SZL ETB FKP FJD XPF GMD GEL GHS GIP
  GTQ GBP GNF GYD HTG HNL HKD HUF ISK IDR IRR IQD ILS JMD JPY JOD KZT KES KPW KRW KWD KGS LAK LBP LSL ZAR LRD LYD CHF
  MOP MKD MGA MWK MYR MVR MRU MUR MXN MDL MNT MAD MZN MMK NAD NPR NIO NGN OMR PKR PAB PGK PYG PEN PHP PLN QAR RON RUB
  RWF SHP WST STN SAR RSD SCR SLE SGD SBD SOS SSP LKR SDG SRD SEK SYP TWD TJS TZS THB TOP TTD TND TRY TMT UGX UAH AED
  UYU UZS VUV VES VED VND YER ZMW ZWG
`.match(/[A-Z]{3}/g);

describe('the table of currencies', () => {
  it('has those without a minor unit', () => {
    expect(ofExponent(0).join(' ')).toBe('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF');
  });

  it('has those with three digits, and none with one or with four', () => {
    expect(ofExponent(3).join(' ')).toBe('BHD IQD JOD KWD LYD OMR TND');
    expect([...ofExponent(1), ...ofExponent(4)]).toEqual([]);
  });

  it('has two digits for all the rest, also where prices are shown without', () => {
    expect(ofExponent(2)).toHaveLength(132);
    for (const code of ['EUR', 'HUF', 'TWD', 'IDR', 'COP', 'PKR', 'LBP', 'MGA', 'MRU', 'RSD', 'SYP', 'ALL', 'IRR']) {
      expect(currencyExponent(code)).toBe(2);
    }
  });

  it('takes for new charges what is in use, and of all other codes none', () => {
    expect(EVERY_CODE.filter(isActiveCurrency)).toEqual(IN_USE?.toSorted());
    expect(IN_USE).toHaveLength(155);
  });

  it('still knows what earlier versions took, with the exponent that they stored', () => {
    const historic = EVERY_CODE.filter((code) => isKnownCurrency(code) && !isActiveCurrency(code));
    expect(historic.join(' ')).toBe('ANG BGN CUC HRK SLL XDR XSU ZWL');
    for (const code of historic) expect(currencyExponent(code)).toBe(2);
  });

  it('knows a currency once', () => {
    expect([...HISTORIC_CURRENCIES.keys()].filter((code) => ACTIVE_CURRENCIES.has(code))).toEqual([]);
  });

  it.each([
    ...['ZZZ', 'eur', 'Eur', '', 'EURO', 'EUR ', ' EUR', 'ЕUR', 'constructor', '__proto__'],
    ...['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'XAD', 'XAG', 'XAU', 'XTS', 'XUA', 'XXX', 'LTL'],
  ])('has no %j: an error and no guess', (code) => {
    expect(isKnownCurrency(code)).toBe(false);
    expect(isActiveCurrency(code)).toBe(false);
    expect(() => currencyExponent(code)).toThrow(RangeError);
  });
});
