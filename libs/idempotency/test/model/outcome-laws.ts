import type { KeyModel } from './key-model.ts';
import { isSameAnswer } from './laws.ts';
import { PlannedFailure, type Outcome, type Worker } from './worker.ts';

type Told<K extends Outcome['kind']> = Extract<Outcome, { kind: K }>;

/** Laws of what a worker was told, judged after the rows. */
export function judgeOutcome(worker: Worker, outcome: Outcome): void {
  const { key, plan, variant, claims } = worker;
  const isOurs = variant === key.variant;
  const hasFailed = outcome.kind === 'failed' || (outcome.kind === 'swept' && outcome.as === 'failed');
  if (!hasFailed) judgeLateAnswers(worker);
  switch (outcome.kind) {
    case 'answered':
      return judgeAnswered(worker, outcome);
    case 'purged':
      key.obey(isOurs && key.isPurged, 'called purged what is not');
      key.obey(outcome.status === key.answer?.status, 'purged with another status');
      return key.obey(outcome.resourceId === key.resourceId, 'purged with another resource');
    case 'reused':
      return key.obey(key.variant !== undefined && !isOurs, 'refused its own body as another');
    case 'in_use':
      return key.obey(isOurs, 'told another body that the key is in use');
    case 'pending':
      key.obey(isOurs && outcome.resourceId === key.resourceId, 'is pending for another body or resource');
      return key.obey(claims.length > 0 || key.suspensions.length > 0, 'is pending although nobody left it so');
    case 'refused':
      if (outcome.refusal === 'withdrawn') return key.obey(plan.preparing === 'withdrawn', 'withdrew by itself');
      return key.obey(isOurs && plan.performing === 'not_started', 'was not started by itself');
    case 'swept':
      return judgeSwept(worker, outcome);
    case 'decided':
      return judgeDecided(worker, outcome);
    case 'failed':
      return judgeFailure(key, plan, outcome.error);
  }
}

/** What the provider told a worker settles the key or is kept: never both, never neither. */
const judgeLateAnswers = ({ key, answered, kept }: Worker): void => {
  for (const claim of answered) {
    key.obey(kept.has(claim) !== hasSettled(key, claim), `the answer of epoch ${claim.epoch} is lost, or told twice`);
  }
};

const hasSettled = ({ settledBy }: KeyModel, { epoch, claimId }: { epoch: bigint; claimId: string }): boolean =>
  settledBy?.epoch === String(epoch) && settledBy.claimId === claimId;

const judgeAnswered = ({ key, text, variant }: Worker, { answer, isReplayed }: Told<'answered'>): void => {
  if (!isReplayed) key.firstAnswers += 1;
  key.obey(variant === key.variant, 'answered another body');
  key.obey(isSameAnswer(answer, key.answer), 'answered what is not stored');
  key.obey(isReplayed === (answer.body.toString() !== text), 'mistook a replay for a first answer');
  key.obey(key.firstAnswers <= 1, 'gave two first answers');
};

const judgeSwept = ({ key, plan, claims: [claim] }: Worker, { as }: Told<'swept'>): void => {
  if (!claim) return key.obey(false, `a sweep ${as} without a claim`);
  key.obey((as === 'completed') === hasSettled(key, claim), `a sweep ${as} that ended otherwise`);
  const isPlanned = plan.performing.startsWith('throws') || plan.settling === 'throws';
  key.obey(as !== 'failed' || isPlanned, 'a sweep failed by itself');
  const isLeft = key.suspensions.some(({ epoch }) => epoch === claim.epoch);
  // Fenced all the same, when the reply to its COMMIT was lost and the next sweep was faster than its repetition.
  const isAsLeft = isLeft ? as === 'unsettled' || as === 'fenced' : as !== 'unsettled';
  key.obey(isAsLeft, `a sweep ${as} at epoch ${claim.epoch}, which left it otherwise`);
};

const judgeDecided = ({ key, text, claims: [claim] }: Worker, { as }: Told<'decided'>): void => {
  const isOurs = claim !== undefined && hasSettled(key, claim);
  key.obey((as.kind === 'settled') === isOurs, `a decision ${as.kind} that ended otherwise`);
  if (as.kind === 'settled') key.obey(as.answer.body.toString() === text, 'decided what somebody else did');
};

/** The engine fails by what the plan asked for, and by a lost reply only where giving the key back met one. */
const judgeFailure = (key: KeyModel, plan: Worker['plan'], error: unknown): void => {
  const isLost = plan.performing === 'not_started' && /terminated/.test(String(error));
  key.obey(error instanceof PlannedFailure || isLost, `failed by itself: ${String(error)}`);
};
