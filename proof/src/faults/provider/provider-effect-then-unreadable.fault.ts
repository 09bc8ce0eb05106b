import { providerFault } from './provider-fault.ts';

const BODIES = ['empty', 'html', 'cut', 'json'];

/** Every kind of body in each run, in an order of the seed's; what is counted is the last. */
export const providerEffectThenUnreadable = providerFault({
  name: 'provider-effect-then-unreadable',
  about:
    'The provider acts, and calls it a success in an answer that says nothing: no body, a page, half of one, another.',
  spell: (random) => {
    const [counted = 'empty', ...others] = random.shuffled(BODIES);
    const unreadable = (body: string, probability: number) => ({ kind: 'effect_then_unreadable', body, probability });
    return {
      faults: [...others.map((body) => unreadable(body, 0.15)), unreadable(counted, 0.4)],
      times: 6,
      withinMs: 25_000,
    };
  },
});
