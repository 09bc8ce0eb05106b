import type { DueWork } from '@once/idempotency';
import type { KeyModel } from './key-model.ts';
import type { Decide } from './step.ts';
import type { Worker } from './worker.ts';

/** What a request gets that has its key to itself: the table of answers, as the documentation has it. */
export type Expected =
  | { kind: 'claims'; epoch: bigint; mayHaveActed: boolean | 'either' }
  | { kind: 'reused' | 'answered' | 'purged' | 'in_use' | 'pending' };

export function expectedAnswer(
  key: KeyModel,
  variant: number,
  { claimCommit, takeOverReply }: Worker['plan'],
): Expected {
  if (key.state === undefined) {
    return { kind: 'claims', epoch: 1n, mayHaveActed: claimCommit === 'none' ? false : 'either' };
  }
  if (variant !== key.variant) return { kind: 'reused' };
  if (key.answer) return { kind: key.isPurged ? 'purged' : 'answered' };
  if (key.unsettled) return { kind: 'pending' };
  if (key.state === 'RECEIVED') {
    return { kind: 'claims', epoch: key.epoch + 1n, mayHaveActed: takeOverReply === 'none' ? false : 'either' };
  }
  return key.isLeaseOver ? { kind: 'claims', epoch: key.epoch + 1n, mayHaveActed: true } : { kind: 'in_use' };
}

/** Compares it with what became of the worker, who stands still or has ended. */
export function judgeAnswer(worker: Worker, expected: Expected): void {
  const { key, claims, hasPrepared, outcome } = worker;
  if (expected.kind !== 'claims') {
    key.obey(outcome?.kind === expected.kind, `was to be ${expected.kind} and is ${outcome?.kind ?? 'claimed'}`);
    key.obey(claims.length === 0 && !hasPrepared, `was to be ${expected.kind} and ran the handler`);
    return;
  }
  // What the claim itself decides never gets as far as the call.
  const isDecided = hasPrepared && worker.plan.preparing !== 'prepared';
  key.obey(claims.length > 0 || isDecided, `was to be claimed and is ${outcome?.kind}`);
  const [claim] = claims;
  if (!claim) return;
  key.obey(claim.epoch === expected.epoch, `was to begin epoch ${expected.epoch} and began ${claim.epoch}`);
  const isAsTold = expected.mayHaveActed === 'either' || claim.mayHaveActed === expected.mayHaveActed;
  key.obey(isAsTold, `epoch ${claim.epoch} was told mayHaveActed ${claim.mayHaveActed}`);
}

/** Whether a sweep that is alone would find the key due. */
export const isDue = ({ state, unsettled, isLeaseOver }: KeyModel, due: DueWork): boolean =>
  state === 'PROCESSING' && isLeaseOver && unsettled === (due === 'unknown' ? due : null);

/** Whether a decision that is alone would find the key in the state that it ends. */
export const isDecidable = ({ state, unsettled }: KeyModel, { from, isTooSoon }: Decide): boolean =>
  from === 'RECEIVED' ? state === from && !isTooSoon : unsettled === from;
