import type { Answer, AttemptResult } from './attempt-result.ts';

/** What an attempt calls for, before deadline, counts and delays are looked at. */
export type NextStep = 'succeeded' | 'retry' | 'wait' | 'not_retryable' | 'told_not_to_retry';

/** Statuses that speak of the moment and not of the request. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** 409s that pass by themselves; the others (a reference in use) never will. */
const PASSING_CONFLICT_CODES: ReadonlySet<string> = new Set(['idempotency_key_in_use', 'charge_busy']);

/** Should-Retry beats Retry-After beats the status beats stopping. */
export function nextStepAfter(result: AttemptResult): NextStep {
  // Whatever the status of an answer that cannot be read: a 201 of nobody is no success, a 404 of a gateway no end.
  if (result.kind !== 'answer') {
    return 'retry';
  }
  if (isDone(result)) {
    return 'succeeded';
  }
  if (result.shouldRetry === false) {
    return 'told_not_to_retry';
  }
  if (!isWorthAnotherTry(result)) {
    return 'not_retryable';
  }
  // 202 and 409 come from a healthy server that is at work on the very thing. Asking it again adds no load to
  // an outage, so it is no retry and spends no budget.
  return result.status === 202 || result.status === 409 ? 'wait' : 'retry';
}

function isDone({ status }: Answer): boolean {
  return status >= 200 && status < 300 && status !== 202;
}

function isWorthAnotherTry(answer: Answer): boolean {
  if (answer.shouldRetry === true || answer.status === 202) {
    return true;
  }
  // On a redirect Retry-After means something else (RFC 9110, 10.2.3), hence errors only.
  if (answer.retryAfterMs !== undefined && answer.status >= 400) {
    return true;
  }
  return answer.status === 409 ? isPassingConflict(answer) : RETRYABLE_STATUSES.has(answer.status);
}

function isPassingConflict({ code, retryable }: Answer): boolean {
  return retryable ?? (code !== undefined && PASSING_CONFLICT_CODES.has(code));
}
