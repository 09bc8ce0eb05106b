import type { AccountName } from './posting-rule.ts';

/** What names an account. */
export interface AccountKey {
  readonly name: AccountName;
  readonly tenantId: string;
  readonly currency: string;
}

export interface Account extends AccountKey {
  readonly id: string;
  /** Digits after the decimal point of the minor unit. */
  readonly exponent: number;
}

/** Unambiguous, although a tenant may contain a colon: names have none and a currency is the last three letters. */
export const accountLabel = ({ name, tenantId, currency }: AccountKey): string => `${name}:${tenantId}:${currency}`;
