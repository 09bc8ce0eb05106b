import type { ProviderSuccess } from './payment-provider.ts';

/** What an operation has asked the provider for. */
export interface AskedOfProvider {
  providerKey: string;
  amountMinor: bigint;
  currency: string;
  /** The payment that the charge has already; null for one that is only being made. */
  paymentId: string | null;
  /** A release asks for a state: where the payment was canceled already there is no movement to compare. */
  isRelease: boolean;
}

/** What can differ, as the metric's label spells it. */
export type Difference = 'amount' | 'currency' | 'key' | 'payment';

export interface FoundDifference {
  what: Difference;
  detail: string;
}

/** In which points a success is not what was asked for. None: it may be believed. */
export function compareSuccess(success: ProviderSuccess, asked: AskedOfProvider): FoundDifference[] {
  const differences: FoundDifference[] = [];
  const compare = (what: Difference, said: string | null, wanted: string): void => {
    if (said !== wanted) differences.push({ what, detail: `${what} ${said ?? 'not said'}, asked for ${wanted}` });
  };
  const { amountMinor, currency, providerKey, paymentId } = success;
  const isState = asked.isRelease && amountMinor === null && currency === null && providerKey === null;
  if (!isState) {
    compare('amount', amountMinor?.toString() ?? null, asked.amountMinor.toString());
    compare('currency', currency, asked.currency);
    compare('key', providerKey, asked.providerKey);
  }
  if (asked.paymentId !== null) compare('payment', paymentId, asked.paymentId);
  return differences;
}

/** Begins what is written about a success that can't be the end of its operation. */
export const NOT_BELIEVED = 'the success is not believed: ';

export const describeDifferences = (differences: readonly FoundDifference[]): string =>
  `${NOT_BELIEVED}${differences.map(({ detail }) => detail).join('; ')}`;
