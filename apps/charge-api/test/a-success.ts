import type { ProviderSuccess } from '../src/provider/payment-provider.ts';

export const ACCOUNT = 'simulator:acct_000000000000000000000001';

/** A success of the call `once_1` over 1,000 minor units; what a test is about goes into `fields`. */
export const aSuccess = (fields: Partial<ProviderSuccess> = {}): ProviderSuccess => ({
  ...{ kind: 'succeeded', paymentId: 'pay_1', effectId: 'eff_1' },
  ...{ amountMinor: 1_000n, currency: 'EUR', providerKey: 'once_1' },
  ...fields,
});
