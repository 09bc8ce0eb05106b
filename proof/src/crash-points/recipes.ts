import type { FaultContext } from '../faults/fault-context.ts';
import type { Failpoint } from './failpoints.ts';

/** What leads operations to a label that they do not pass by themselves. */
export interface Recipe {
  readonly lead: (context: FaultContext) => Promise<unknown>;
  /** Takes too long for a quick run. */
  readonly isSlow?: true;
}

/** Lost answers that the provider cannot tell about at first: their operations are left as unknown, and taken up again. */
const loseAnswers: Recipe = {
  lead: async ({ provider }) => {
    await provider.set({ kind: 'effect_then_drop', times: 6 });
    await provider.set({ kind: 'find_inconclusive', times: 6 });
  },
};

const refuse: Recipe = { lead: ({ provider }) => provider.set({ kind: 'refuse_before_effect', times: 6 }) };

/** A relay that goes leaves its shards to be claimed by the others. */
const endARelay: Recipe = {
  // Async, so that a relay that is just down is a failure of the recipe and not a throw at its caller.
  lead: async ({ processes }) => processes.kill('relay-1', 'SIGTERM'),
};

export const RECIPES: Readonly<Partial<Record<Failpoint, Recipe>>> = {
  'charge-api.suspended-before-commit': loseAnswers,
  'charge-api.suspended-after-commit': loseAnswers,
  'charge-api.taken-up-before-work': loseAnswers,
  'charge-api.refused-before-release': refuse,
  'relay.shards-claimed-before-read': endARelay,
};
