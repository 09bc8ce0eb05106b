import type { Random, RetryBudget, RetryPolicy } from '@once/retry-policy';
import type { ExpectedAnswer } from '../verdict/expected-answer.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { AttemptEvent, AttemptRecord, OperationStop } from '../errors/attempt-record.ts';
import type { Clock } from '../request/clock.ts';
import type { AttemptIo } from './send-attempt.ts';

/** One operation as it goes over the wire: the same key and the same bytes on every attempt. */
export interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly idempotencyKey: string | undefined;
  readonly deadlineMs: number;
  readonly attemptTimeoutMs: number;
  readonly policy: RetryPolicy;
  /** Attempts go round these, from the first: a retry meets another process where there is one. */
  readonly baseUrls: readonly string[];
  readonly signal: AbortSignal;
  /** By what the answer to this operation is known. */
  readonly expected: ExpectedAnswer;
}

export interface OperationIo extends AttemptIo {
  readonly clock: Clock;
  readonly random: Random;
  readonly budget: RetryBudget;
  readonly onAttempt: ((event: AttemptEvent) => void) | undefined;
}

export interface OperationEnd {
  /** Undefined only when the caller aborted before the first attempt. */
  readonly last: AttemptOutcome | undefined;
  readonly stopReason: OperationStop;
  readonly attempts: readonly AttemptRecord[];
  /** Some attempt may have taken effect without having told so. */
  readonly mayHaveActed: boolean;
  /** The charge that a 202 named. */
  readonly pendingChargeId: string | undefined;
}
