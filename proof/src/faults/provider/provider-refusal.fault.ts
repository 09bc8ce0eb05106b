import { providerFault } from './provider-fault.ts';

export const providerRefusal = providerFault({
  name: 'provider-refusal',
  about: 'The provider refuses at the door, before anything has happened.',
  spell: (random) => ({
    faults: [{ kind: 'refuse_before_effect', status: random.pick([503, 429]), probability: 0.5 }],
    times: 12,
    withinMs: 25_000,
  }),
});
