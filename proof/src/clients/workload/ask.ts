import type { Deck } from '../../plan/deck.ts';
import type { SeededRandom } from '../../plan/seeded-random.ts';
import { changeOperation, type PlannedOperation } from './planned-operation.ts';
import { respell, writeBody } from './request-body.ts';
import type { Dependency, Need } from './workload-plan.ts';
import type { Moment, WorkloadDraft } from './workload-draft.ts';

/** How an operation is asked for, once it has been thought of. */
export const ASKING_CARDS = { once: 11, twins: 4, 'again later': 3, 'reused key': 2 } as const;
export type Asking = keyof typeof ASKING_CARDS;

/** Two are the usual double click; up to eight meet in one batch of claims. */
const MORE_TWINS_SHARE = 0.3;
const MAX_TWINS = 8;
/** Seconds; below the client's attempt timeout of 6 s and the server's answer deadline of 4 s. */
const PREFER_WAIT_S = 2;
const PREFER_WAIT_SHARE = 0.3;
/** Stories until the same request comes again: soon, while its traces are warm, or when they are cold. */
const MAX_LATER = 60;

export interface AskContext {
  readonly draft: WorkloadDraft;
  readonly askings: Deck<Asking>;
  readonly random: SeededRandom;
}

/** Puts the calls of an operation into the plan: the first, and those that repeat or abuse it. */
export function ask(context: AskContext, operation: PlannedOperation, moment: Moment): void {
  const asking = context.askings.deal();
  sendFirst(context, operation, moment, asking === 'twins' ? drawTwins(context.random) : 0);
  if (asking === 'again later') sendAgain(context, operation, moment);
  // A cancellation takes no input, so that there is nothing to change about it.
  if (asking === 'reused key' && operation.action !== 'cancel') sendChanged(context, operation, moment);
}

const drawTwins = (random: SeededRandom): number =>
  random.chance(MORE_TWINS_SHARE) ? random.between(2, MAX_TWINS - 1) : 1;

function sendFirst(context: AskContext, operation: PlannedOperation, moment: Moment, twins: number): void {
  const { draft, random } = context;
  const first = draft.newCall(operation, { bodyText: writeBody(operation.body) });
  const copies = Array.from({ length: twins }, () =>
    draft.newCall(operation, {
      intent: 'duplicate',
      bodyText: random.chance(0.5) ? writeBody(operation.body) : respell(operation.body, random),
      preferWaitS: random.chance(PREFER_WAIT_SHARE) ? PREFER_WAIT_S : null,
    }),
  );
  // Which of them the server sees first is its affair; the first in our list should have no advantage.
  draft.addStep(random.shuffled([first, ...copies]), moment);
}

function sendAgain({ draft, random }: AskContext, operation: PlannedOperation, moment: Moment): void {
  const bodyText = random.chance(0.5) ? writeBody(operation.body) : respell(operation.body, random);
  const call = draft.newCall(operation, { intent: 'duplicate', bodyText });
  draft.addStep([call], later(random, moment, needs(operation, 'asked')));
}

function sendChanged({ draft, random }: AskContext, operation: PlannedOperation, moment: Moment): void {
  const changed = changeOperation(operation);
  const call = draft.newCall(changed, { intent: 'reuse', bodyText: writeBody(changed.body) });
  // Only then: while nobody knows whether the key was ever claimed, the changed request might be the first under it.
  draft.addStep([call], later(random, moment, needs(operation, 'verdict')));
}

export const needs = ({ operation }: PlannedOperation, need: Need): Dependency => ({ operation, need });

const later = (random: SeededRandom, { position, after }: Moment, dependency: Dependency): Moment => ({
  position: position + random.between(1, MAX_LATER),
  after: [...after, dependency],
});
