import { providerFault } from './provider-fault.ts';

/** Nothing of the workload is in it, so that it always differs. */
const OTHER_CURRENCY = 'SEK';

/**
 * All three differences in each run: what is counted is the amount. Another currency only where a payment is made: the
 * others move money of a payment that has its currency already.
 */
export const providerEffectDiffers = providerFault({
  name: 'provider-effect-differs',
  about:
    'The provider does something else than it was asked for (another amount or currency, or another key in its answer), and calls it a success.',
  spell: (random) => ({
    faults: [
      { kind: 'effect_differs', currency: OTHER_CURRENCY, operations: ['sale', 'authorize'], probability: 0.1 },
      { kind: 'effect_differs', foreign_key: true, probability: 0.1 },
      { kind: 'effect_differs', amount_delta_minor: random.pick(['-1', '-2']), probability: 0.3 },
    ],
    times: 6,
    withinMs: 25_000,
  }),
});
