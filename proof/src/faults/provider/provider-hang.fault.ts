import { providerFault } from './provider-fault.ts';

export const providerHang = providerFault({
  name: 'provider-hang',
  about: 'The provider takes longer than a lease, before or after its effect.',
  spell: (random) => ({
    // Longer than the lease of 8 s, so that the worker has to renew it, and than the answer deadline of 4 s.
    faults: [{ kind: 'hang', when: random.pick(['before', 'after']), delay_ms: random.between(9_000, 11_000) }],
    times: 6,
    withinMs: 25_000,
  }),
});
