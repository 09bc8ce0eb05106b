import { parseRetryAfter, parseShouldRetry, type AttemptResult } from '@once/retry-policy';
import { parseProblem, type Problem } from '../json/problem.ts';
import type { AttemptError } from './attempt-record.ts';

export interface ReceivedAnswer {
  readonly kind: 'answered';
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly problem: Problem | undefined;
}

export interface MissingAnswer {
  readonly kind: 'unanswered';
  readonly error: AttemptError;
  readonly detail?: string | undefined;
}

export type AttemptOutcome = ReceivedAnswer | MissingAnswer;

export function answered(response: Response, body: Uint8Array): ReceivedAnswer {
  const { status, headers } = response;
  return { kind: 'answered', status, headers, body, problem: status >= 400 ? parseProblem(body) : undefined };
}

export function bodyText(answer: ReceivedAnswer): string {
  return new TextDecoder().decode(answer.body);
}

export function requestIdOf(outcome: AttemptOutcome | undefined): string | undefined {
  if (outcome?.kind !== 'answered') {
    return undefined;
  }
  return outcome.headers.get('request-id') ?? outcome.problem?.requestId;
}

/** The outcome in the words of the retry policy. */
export function toAttemptResult(outcome: AttemptOutcome, wallMs: number): AttemptResult {
  if (outcome.kind === 'unanswered') {
    return { kind: 'no_answer' };
  }
  return {
    kind: 'answer',
    status: outcome.status,
    shouldRetry: parseShouldRetry(outcome.headers.get('should-retry')),
    retryAfterMs: parseRetryAfter(outcome.headers.get('retry-after'), wallMs),
    code: outcome.problem?.code,
    retryable: outcome.problem?.retryable,
  };
}
