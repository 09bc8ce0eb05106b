import { parseShouldRetry } from '@once/retry-policy';
import type { AttemptOutcome, ReceivedAnswer } from './attempt-outcome.ts';

/**
 * What an outcome tells about the operation that the key names:
 * - `settled`: it took effect, or never will; no earlier attempt can have done anything else.
 * - `not_acted`: this attempt did nothing, but an earlier one may have.
 * - `may_have_acted`: nobody on this side can know.
 */
export type Judgement = 'settled' | 'not_acted' | 'may_have_acted';

/** Answered before the key is looked up, so they say nothing about it: credentials, limits, early data. */
const BEFORE_THE_KEY: ReadonlySet<number> = new Set([401, 403, 425, 429]);

/** 503s of charge-api that are decided before the provider is called. Any other may come from a proxy. */
const SAFE_REFUSALS: ReadonlySet<string> = new Set(['overloaded', 'provider_unavailable']);

export function judgeOutcome(outcome: AttemptOutcome): Judgement {
  if (outcome.kind === 'unanswered') {
    return outcome.error === 'not_connected' ? 'not_acted' : 'may_have_acted';
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) {
    return status === 202 ? 'may_have_acted' : 'settled';
  }
  if (BEFORE_THE_KEY.has(status) || isSafeRefusal(outcome)) {
    return 'not_acted';
  }
  return status >= 400 && status < 500 && status !== 408 ? judgeRefusal(outcome) : 'may_have_acted';
}

/** Only charge-api's own refusal is a verdict. A 404 of a load balancer says nothing about an earlier attempt. */
function judgeRefusal({ status, problem, headers }: ReceivedAnswer): Judgement {
  if (problem?.code === 'idempotency_key_in_use' || (status === 409 && problem?.code === undefined)) {
    // An operation is at work whose end nobody has seen.
    return 'may_have_acted';
  }
  const isPassing = problem?.retryable === true || parseShouldRetry(headers.get('should-retry')) === true;
  return problem?.code === undefined || problem.code === 'charge_busy' || isPassing ? 'not_acted' : 'settled';
}

function isSafeRefusal({ status, problem }: ReceivedAnswer): boolean {
  return status === 503 && problem?.code !== undefined && SAFE_REFUSALS.has(problem.code);
}
