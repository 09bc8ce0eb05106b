import type { DueWork } from '@once/idempotency';
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

/** One round of a sweep with a single hand: it takes up whichever key is due longest. */
export interface Sweep {
  due: DueWork;
  engine: number;
  plan: Plan;
  claimReply: ReplyFault;
}

/** A decision about one of the keys; one that comes too soon abandons nothing. */
export interface Decide {
  key: number;
  engine: number;
  from: 'RECEIVED' | 'needs_review';
  isTooSoon: boolean;
  plan: Plan;
}

export type Step =
  /** A request on its own; it may stand still before its call until it is woken, or for good as a dead process does. */
  | { do: 'send'; send: Send; holds: boolean }
  /** `isLater`: after a time in which all leases ended, and whatever waited for its next look fell due. */
  | { do: 'sweep'; sweep: Sweep; isLater: boolean; holds: boolean }
  | { do: 'decide'; decide: Decide }
  /** Requests, sweeps and decisions of one instant, and perhaps a worker that wakes up among them. */
  | { do: 'burst'; isLater: boolean; sends: Send[]; sweeps: Sweep[]; decides: Decide[]; wakes: number | null }
  /** Others that come while a worker is inside one of its transactions, its locks held. */
  | {
      do: 'contend';
      holder: Send;
      place: Exclude<Place, 'perform'>;
      rivals: Send[];
      sweeps: Sweep[];
      decides: Decide[];
      isLeaseOver: boolean;
    }
  | { do: 'wake'; pick: number; changes: Pick<Plan, 'performing' | 'settling' | 'endCommit'> }
  /** Time passes: the lease of a key's worker ends, or the next look at it is due. */
  | { do: 'end_lease'; key: number }
  | { do: 'purge'; key: number };

export interface Run {
  steps: Step[];
  /** Whether unknown outcomes are due again at once, so that a resolver may come before their worker is through. */
  isImpatient: boolean;
  /** Who finishes in the end what is open: the callers, who come again, or the sweeps, with no caller's help. */
  closers: 'callers' | 'sweeps';
  /** Whether the closing requests come in pairs, the second of which waits. */
  isPatient: boolean;
}

const oneOf = <T>(usual: T, weight: number, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const reply = oneOf<ReplyFault>('none', 5, 'reply_lost', 'reply_late');
const commit = oneOf<ReplyFault>('none', 5, 'reply_lost', 'reply_late', 'request_lost');

/** How a worker ends what it began: all that may still change while it stands before its call. */
const ending = {
  performing: fc.constantFrom<Plan['performing']>(
    ...(['done', 'done', 'done', 'declined', 'unknown', 'unknown', 'unknown', 'needs_review'] as const),
    ...(['not_started', 'not_started', 'throws_before', 'throws_after'] as const),
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
const due = fc.constantFrom<DueWork>('unknown', 'unknown', 'lease_over');
const sweep: fc.Arbitrary<Sweep> = fc.record({ due, engine, plan, claimReply: reply });
const from = fc.constantFrom<Decide['from']>('RECEIVED', 'needs_review');
const decide: fc.Arbitrary<Decide> = fc.record({ key, engine, from, isTooSoon: oneOf(false, 4, true), plan });

const upTo = <T>(maxLength: number, some: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(some, { maxLength });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), send, holds: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('sweep' as const),
      sweep,
      isLater: fc.boolean(),
      holds: oneOf(false, 2, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('decide' as const), decide }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('burst' as const),
      isLater: fc.boolean(),
      sends: upTo(3, send),
      sweeps: upTo(2, sweep),
      decides: upTo(1, decide),
      wakes: fc.option(fc.nat({ max: 3 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('contend' as const),
      holder: send,
      place: fc.constantFrom('prepare' as const, 'settle' as const, 'suspend' as const),
      rivals: upTo(2, send),
      sweeps: upTo(1, sweep),
      decides: upTo(1, decide),
      isLeaseOver: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wake' as const), pick: fc.nat({ max: 3 }), changes: fc.record(ending) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('end_lease' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), key }) },
);

/** `maxSteps` bounds a run: short runs shrink well, and a thousand of them meet more than a few long ones. */
export const runOf = (maxSteps: number): fc.Arbitrary<Run> =>
  fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: maxSteps, size: 'max' }),
    isImpatient: oneOf(false, 3, true),
    closers: fc.constantFrom<Run['closers']>('callers', 'sweeps'),
    isPatient: oneOf(false, 3, true),
  });
