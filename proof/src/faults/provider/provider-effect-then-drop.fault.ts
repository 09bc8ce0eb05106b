import { providerFault } from './provider-fault.ts';

export const providerEffectThenDrop = providerFault({
  name: 'provider-effect-then-drop',
  about: 'The provider acts, and cuts the connection without an answer.',
  spell: (random) => ({
    faults: [{ kind: 'effect_then_drop', probability: random.between(3, 6) / 10 }],
    times: 12,
    withinMs: 25_000,
  }),
});
