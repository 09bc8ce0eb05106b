import { providerFault } from './provider-fault.ts';

export const providerEffectThen5xx = providerFault({
  name: 'provider-effect-then-5xx',
  about: 'The provider acts, and answers with a server error.',
  spell: (random) => ({
    faults: [{ kind: 'effect_then_5xx', status: random.pick([500, 502, 503, 504]), probability: 0.5 }],
    times: 12,
    withinMs: 25_000,
  }),
});
