import { providerFault } from './provider-fault.ts';

export const providerDropBeforeEffect = providerFault({
  name: 'provider-drop-before-effect',
  about: 'The provider cuts the connection, and nothing has happened.',
  spell: (random) => ({
    faults: [{ kind: 'drop_before_effect', probability: random.between(3, 6) / 10 }],
    times: 12,
    withinMs: 25_000,
  }),
});
