import { providerFault } from './provider-fault.ts';

export const providerFindInconclusive = providerFault({
  name: 'provider-find-inconclusive',
  about: 'The provider loses its answers, and cannot tell what came of them when it is asked.',
  spell: (random) => ({
    // Lookups come only where an answer was lost.
    faults: [{ kind: 'effect_then_drop', probability: random.between(4, 8) / 10 }, { kind: 'find_inconclusive' }],
    times: 10,
    withinMs: 25_000,
  }),
});
