import type { PaymentProvider } from '../provider/payment-provider.ts';

const nobody = (): Promise<never> => Promise.reject(new Error('a decision never asks the provider'));

/** Stands where a provider belongs in a process that decides and does not ask. */
export const NO_PROVIDER: PaymentProvider = {
  name: 'none',
  keyWindowMs: 0,
  timeoutMs: 0,
  authorize: nobody,
  capture: nobody,
  refund: nobody,
  cancel: nobody,
  find: nobody,
  close: () => Promise.resolve(),
};
