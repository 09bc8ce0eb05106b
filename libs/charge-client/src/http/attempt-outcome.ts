import { parseRetryAfter, parseShouldRetry, type AttemptResult } from '@once/retry-policy';
import type { Problem } from '../json/problem.ts';
import type { ExpectedAnswer } from '../verdict/expected-answer.ts';
import { PROBLEM_MEANINGS } from '../verdict/problem-meanings.ts';
import { readAnswer } from '../verdict/read-answer.ts';
import type { Reading } from '../verdict/reading.ts';
import type { WholeAnswer } from '../verdict/whole-answer.ts';
import type { AttemptError } from '../errors/attempt-record.ts';

export interface ReceivedAnswer extends WholeAnswer {
  readonly kind: 'answered';
  readonly reading: Reading;
}

export interface MissingAnswer {
  readonly kind: 'unanswered';
  readonly error: AttemptError;
  readonly detail?: string | undefined;
}

export type AttemptOutcome = ReceivedAnswer | MissingAnswer;

export function answered({ status, headers }: Response, body: Uint8Array, expected: ExpectedAnswer): ReceivedAnswer {
  const answer = { status, headers, body };
  return { kind: 'answered', ...answer, reading: readAnswer(answer, expected) };
}

export function bodyText(answer: ReceivedAnswer): string {
  return new TextDecoder().decode(answer.body);
}

export function requestIdOf(outcome: AttemptOutcome | undefined): string | undefined {
  return outcome?.kind === 'answered'
    ? (outcome.headers.get('request-id') ?? problemOf(outcome)?.requestId)
    : undefined;
}

/** Of a refusal that is charge-api's own. */
export function problemOf(outcome: AttemptOutcome | undefined): Problem | undefined {
  return outcome?.kind === 'answered' && outcome.reading.kind === 'refused' ? outcome.reading.problem : undefined;
}

/** The outcome in the words of the retry policy. */
export function toAttemptResult(outcome: AttemptOutcome, wallMs: number): AttemptResult {
  if (outcome.kind === 'unanswered') {
    return { kind: 'no_answer' };
  }
  const { status, headers, reading } = outcome;
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), wallMs);
  if (reading.kind === 'unreadable') {
    // A stranger may ask for more time, which costs nothing but time. Whether to ask again is not his to say.
    return { kind: 'unreadable_answer', status, retryAfterMs: status >= 400 ? retryAfterMs : undefined };
  }
  if (reading.kind !== 'refused') {
    return { kind: 'answer', status, retryAfterMs };
  }
  const shouldRetry = parseShouldRetry(headers.get('should-retry'));
  const { code, problem } = reading;
  // Its own status, for an expired refusal may come with another one.
  const own = PROBLEM_MEANINGS[code].status;
  return { kind: 'answer', status: own, shouldRetry, retryAfterMs, code, retryable: problem?.retryable };
}
