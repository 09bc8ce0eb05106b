/**
 * The day on which the list below was published (ISO 4217 list one, SIX Financial Information AG). A later list is a
 * change of these lines and a release: the table must not depend on the ICU of the Node that happens to run.
 */
export const ISO_4217_PUBLISHED = '2026-01-01';

const withExponent = (exponent: number, codes: string): [string, number][] =>
  codes.split(' ').map((code) => [code, exponent]);

/**
 * Currencies in use, by the digits of their minor unit (the column "Mnr unts"; CLDR knows how prices are usually shown
 * instead: HUF and IDR without decimals, IQD without its three).
 *
 * Left out of list one, because no card is charged in them: funds and indexed units (BOV CHE CHW CLF COU MXV USN UYI
 * UYW), units of account between banks (XAD XBA XBB XBC XBD XDR XSU XUA), precious metals (XAG XAU XPD XPT), the test
 * code XTS, and XXX for no currency.
 */
export const ACTIVE_CURRENCIES: ReadonlyMap<string, number> = new Map([
  ...withExponent(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'),
  ...withExponent(2, 'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF'),
  ...withExponent(2, 'CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL'),
  ...withExponent(2, 'HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT'),
  ...withExponent(2, 'MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB'),
  ...withExponent(2, 'SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH'),
  ...withExponent(2, 'USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG'),
  ...withExponent(3, 'BHD IQD JOD KWD LYD OMR TND'),
]);

/**
 * What an earlier version took for new charges and this one does not: withdrawn currencies (ANG and CUC; BGN and HRK for
 * the euro; SLL; ZWL), and XDR and XSU, which never were anybody's money. Their charges still are refunded and posted,
 * with the exponent that was stored with them. A code that leaves the list above comes here and is never taken away.
 */
export const HISTORIC_CURRENCIES: ReadonlyMap<string, number> = new Map(
  withExponent(2, 'ANG BGN CUC HRK SLL XDR XSU ZWL'),
);
