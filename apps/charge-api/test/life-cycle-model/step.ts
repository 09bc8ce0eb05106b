import fc from 'fast-check';
import type { CallFate, LookFate, Plan } from './fate.ts';

export type Size = 'all' | 'part' | 'too_much';

/** A wish to create a charge. `reference` is one of two of the run, or none. */
export interface NewCharge {
  do: 'create';
  capture: boolean;
  source: 'tok_visa' | 'tok_declined';
  reference: number | null;
  plan: Plan;
  instance: number;
}

/** A wish to change one of the run's charges. */
export interface Change {
  do: 'change';
  /** `fitting`: what the charge can bear, as it stands. */
  kind: 'charge.capture' | 'charge.cancel' | 'refund.create' | 'fitting';
  charge: number;
  size: Size;
  plan: Plan;
  instance: number;
}

export type Step =
  | NewCharge
  | Change
  /** Wishes of one instant, each under a key of its own; `twins` says which of them are sent twice under their key. */
  | { do: 'burst'; wishes: (NewCharge | Change)[]; twins: boolean[] }
  /** An earlier wish again, perhaps with another body, perhaps just when the lease of its worker is over. */
  | { do: 'resend'; pick: number; isChanged: boolean; isLeaseOver: boolean; instance: number }
  /** All leases are over, and at once callers come back, others come, both instances sweep, and one who stood wakes. */
  | { do: 'melee'; picks: number[]; wishes: (NewCharge | Change)[]; wakes: number }
  /** The authorization's time is over, and the job comes round. */
  | { do: 'expire'; charge: number; plan: Plan; instance: number }
  /** Leases of the lost are over and all unknown outcomes are due, and the sweeps come round. */
  | { do: 'sweep'; instance: number }
  /** Nobody has asked for an accepted operation for so long that it is given up. */
  | { do: 'abandon'; pick: number; instance: number }
  | { do: 'wake'; pick: number }
  /** An operation without an end outlives the time for which the provider knows its key. */
  | { do: 'age'; pick: number };

export interface Run {
  steps: Step[];
  /** What becomes of accepted operations that never reached the provider: their callers come back, or nobody does. */
  areCallersBack: boolean;
}

const oneOf = <T>(usual: T, weight: number, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: others.length, arbitrary: fc.constantFrom(...others) });

const fault = [
  ...(['slow', 'effect_then_drop', 'effect_then_500', 'effect_then_503'] as const),
  ...(['refused_429', 'refused_503', 'dropped_before_effect'] as const),
  ...(['dies_before', 'dies_meanwhile', 'dies_after'] as const),
] satisfies CallFate[];

const planOf = (...fates: CallFate[]): fc.Arbitrary<Plan> =>
  fc.record({
    calls: fc.array(oneOf<CallFate>('answered', fates.length, ...fates), { maxLength: 3 }),
    looks: fc.array(oneOf<LookFate>('answered', 3, 'inconclusive', 'dies'), { maxLength: 3 }),
  });

const plan = planOf(...fault, 'stops_before', 'stops_after');
const instance = fc.nat({ max: 1 });
/** The first charge of a run gets most of it: rules are broken by many operations on one charge. */
const charge = oneOf(0, 3, 1, 2);
const pick = fc.nat({ max: 11 });

const create: fc.Arbitrary<NewCharge> = fc.record({
  do: fc.constant('create' as const),
  capture: oneOf(false, 1, true),
  source: oneOf<NewCharge['source']>('tok_visa', 9, 'tok_declined'),
  reference: oneOf<number | null>(null, 2, 0, 1),
  plan,
  instance,
});

const change: fc.Arbitrary<Change> = fc.record({
  do: fc.constant('change' as const),
  kind: oneOf<Change['kind']>('fitting', 7, 'charge.capture', 'charge.cancel', 'refund.create'),
  charge,
  size: oneOf<Size>('part', 3, 'all', 'too_much'),
  plan,
  instance,
});

const wish = fc.oneof({ weight: 1, arbitrary: create }, { weight: 3, arbitrary: change });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: create },
  { weight: 7, arbitrary: change },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('burst' as const),
      wishes: fc.array(wish, { minLength: 2, maxLength: 4 }),
      twins: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('melee' as const),
      picks: fc.array(pick, { maxLength: 3 }),
      wishes: fc.array(wish, { maxLength: 2 }),
      wakes: pick,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('resend' as const),
      pick,
      isChanged: oneOf(false, 3, true),
      isLeaseOver: oneOf(false, 2, true),
      instance,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const), charge, plan: planOf(...fault), instance }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sweep' as const), instance }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abandon' as const), pick, instance }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wake' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('age' as const), pick }) },
);

/** Every run begins with a charge: without one there is nothing to live. */
export const runOf = (maxSteps: number): fc.Arbitrary<Run> =>
  fc
    .tuple(create, fc.array(step, { maxLength: maxSteps - 1, size: 'max' }), fc.boolean())
    .map(([first, rest, areCallersBack]) => ({ steps: [first, ...rest], areCallersBack }));
