import type { AttemptResult } from './attempt-result.ts';
import { fullJitterDelayMs, jitterBoundMs, type BackoffStep, type Random } from './full-jitter.ts';
import { nextStepAfter } from './next-step.ts';
import type { RetryPolicy } from './retry-defaults.ts';

export interface RetryQuestion {
  readonly result: AttemptResult;
  /** How many retries and waits this operation has behind it; each has its own bound and its own back-off. */
  readonly retriesDone: number;
  readonly waitsDone: number;
  /** Both from one clock, which should be a monotonic one. */
  readonly nowMs: number;
  readonly deadlineAtMs: number;
  readonly policy: RetryPolicy;
  readonly random: Random;
}

/** delayMs = retryAfterMs + jitterMs, and jitterMs is uniform in [0, jitterBoundMs). */
export interface Pause {
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly jitterBoundMs: number;
  readonly retryAfterMs: number;
}

export type StopReason =
  'succeeded' | 'not_retryable' | 'told_not_to_retry' | 'deadline' | 'retries_exhausted' | 'waits_exhausted';

export type RetryDecision =
  | ({ readonly kind: 'retry'; readonly spendsBudget: true } & Pause)
  | ({ readonly kind: 'wait'; readonly spendsBudget: false } & Pause)
  | { readonly kind: 'stop'; readonly reason: StopReason };

/**
 * Says what to do after an attempt: retry, wait or stop. Pure; the caller sleeps, and takes the token from its
 * RetryBudget where `spendsBudget` is true. A pause that does not end before the deadline is a stop, for an
 * attempt without time to be answered would only add a doubt.
 */
export function decideRetry(question: RetryQuestion): RetryDecision {
  const step = nextStepAfter(question.result);
  if (step !== 'retry' && step !== 'wait') {
    return { kind: 'stop', reason: step };
  }
  const { retriesDone, waitsDone, policy } = question;
  if (step === 'retry' && retriesDone >= policy.maxRetries) {
    return { kind: 'stop', reason: 'retries_exhausted' };
  }
  if (step === 'wait' && waitsDone >= policy.maxWaits) {
    return { kind: 'stop', reason: 'waits_exhausted' };
  }
  const pause = pauseBefore(step, question);
  if (question.nowMs + pause.delayMs >= question.deadlineAtMs) {
    return { kind: 'stop', reason: 'deadline' };
  }
  return step === 'retry'
    ? { kind: 'retry', spendsBudget: true, ...pause }
    : { kind: 'wait', spendsBudget: false, ...pause };
}

/** Retry-After is the least that is waited, and jitter only ever adds to it: else its askers all return at once. */
function pauseBefore(step: 'retry' | 'wait', question: RetryQuestion): Pause {
  const backoff = step === 'retry' ? retryBackoff(question) : waitBackoff(question);
  const retryAfterMs = question.result.kind === 'no_answer' ? 0 : (question.result.retryAfterMs ?? 0);
  const jitterMs = fullJitterDelayMs({ ...backoff, random: question.random });
  return { delayMs: retryAfterMs + jitterMs, jitterMs, jitterBoundMs: jitterBoundMs(backoff), retryAfterMs };
}

function retryBackoff({ result, retriesDone, policy }: RetryQuestion): BackoffStep {
  const isThrottled = result.kind !== 'no_answer' && result.status === 429;
  const baseMs = isThrottled ? policy.throttledBaseMs : policy.baseMs;
  return { retry: retriesDone + 1, baseMs, capMs: policy.capMs };
}

function waitBackoff({ waitsDone, policy }: RetryQuestion): BackoffStep {
  return { retry: waitsDone + 1, baseMs: policy.waitBaseMs, capMs: policy.waitCapMs };
}
