import type { AccountName } from '../charge-event/posting-rule.ts';

/** What names an account. */
export interface AccountKey {
  readonly name: AccountName;
  /** Whose clearing account it is at the provider. Null for all others, and for the clearing of events from before. */
  readonly providerAccount: string | null;
  readonly tenantId: string;
  readonly currency: string;
}

export interface Account extends AccountKey {
  readonly id: string;
  /** Digits after the decimal point of the minor unit. */
  readonly exponent: number;
}

/** As JSON, because tenants and provider accounts may contain any separator, and none is not the same as a name. */
export const accountLabel = ({ name, providerAccount, tenantId, currency }: AccountKey): string =>
  JSON.stringify([name, providerAccount, tenantId, currency]);
