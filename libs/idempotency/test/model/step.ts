import fc from 'fast-check';
import type { ReplyFault } from './faulty-pool.ts';
import type { Place, Plan } from './worker.ts';

/** One request: which of the run's keys, with which of two bodies, at which of the engines. */
export interface Send {
  key: number;
  variant: number;
  engine: number;
  plan: Plan;
}

export type Step =
  /** A request on its own; it may stand still before its call until it is woken, or for good as a dead process does. */
  | { do: 'send'; send: Send; holds: boolean }
  /** Requests of one instant, and perhaps a worker that wakes up among them. */
  | { do: 'burst'; sends: Send[]; wakes: number | null }
  /** Requests that come while a worker is inside one of its transactions, its locks held. */
  | { do: 'contend'; holder: Send; place: Extract<Place, 'prepare' | 'settle'>; rivals: Send[]; isLeaseOver: boolean }
  | { do: 'wake'; pick: number; changes: Pick<Plan, 'performing' | 'settling' | 'endCommit'> }
  | { do: 'end_lease'; key: number }
  | { do: 'purge'; key: number };

export interface Run {
  steps: Step[];
  /** Whether the closing requests come in pairs, the second of which waits. */
  isPatient: boolean;
}

const oneOf = <T>(usual: T, weight: number, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const reply = oneOf<ReplyFault>('none', 5, 'reply_lost', 'reply_late');
const commit = oneOf<ReplyFault>('none', 5, 'reply_lost', 'reply_late', 'request_lost');

/** How a worker ends what it began: all that may still change while it stands before its call. */
const ending = {
  performing: oneOf<Plan['performing']>(
    'done',
    1,
    ...(['declined', 'unknown', 'not_started', 'throws_before', 'throws_after'] as const),
  ),
  settling: oneOf<Plan['settling']>('settles', 7, 'throws'),
  endCommit: commit,
};

const plan: fc.Arbitrary<Plan> = fc.record({
  preparing: oneOf<Plan['preparing']>('prepared', 6, 'withdrawn', 'settled', 'refused', 'throws'),
  ...ending,
  claimCommit: commit,
  takeOverReply: reply,
  releaseReply: reply,
});

/** The first key of a run gets most of it: laws are broken by many requests for one key, not by many keys. */
const key = oneOf(0, 3, 1, 2);
const variant = oneOf(0, 5, 1);
const engine = fc.nat({ max: 2 });
const send: fc.Arbitrary<Send> = fc.record({ key, variant, engine, plan });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), send, holds: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('burst' as const),
      sends: fc.array(send, { minLength: 2, maxLength: 4 }),
      wakes: fc.option(fc.nat({ max: 3 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('contend' as const),
      holder: send,
      place: fc.constantFrom('prepare' as const, 'settle' as const),
      rivals: fc.array(send, { minLength: 1, maxLength: 2 }),
      isLeaseOver: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wake' as const), pick: fc.nat({ max: 3 }), changes: fc.record(ending) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('end_lease' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), key }) },
);

/** `maxSteps` bounds a run: short runs shrink well, and a thousand of them meet more than a few long ones. */
export const runOf = (maxSteps: number): fc.Arbitrary<Run> =>
  fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: maxSteps, size: 'max' }),
    isPatient: oneOf(false, 3, true),
  });
