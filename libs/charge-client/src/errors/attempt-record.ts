import type { RetryDecision, StopReason } from '@once/retry-policy';

/** Why an attempt brought no answer. Only `not_connected` proves that the server never saw the request. */
export type AttemptError = 'not_connected' | 'connection_lost' | 'timeout' | 'answer_too_large' | 'aborted';

/** What became of one attempt. Holds nothing of the request's body or credentials, so it can be logged. */
export interface AttemptRecord {
  /** From 1; what the Idempotency-Attempt header said. */
  readonly attempt: number;
  readonly cause: 'first' | 'retry' | 'wait';
  readonly baseUrl: string;
  /** Wall clock, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Waited before this attempt: delayMs = retryAfterMs + jitterMs, jitterMs uniform in [0, jitterBoundMs). */
  readonly delayMs: number;
  readonly retryAfterMs: number;
  readonly jitterMs: number;
  readonly jitterBoundMs: number;
  /** Exactly one of status and error is there. */
  readonly status?: number;
  /** The answer is none of charge-api's own, or damaged, and was taken for lost. */
  readonly isUnreadable?: true;
  readonly error?: AttemptError;
  /** The system's word for the error, such as ECONNRESET. */
  readonly errorDetail?: string;
  readonly requestId?: string;
}

export type OperationStop = StopReason | 'budget_exhausted' | 'aborted';

export type AttemptDecision =
  Exclude<RetryDecision, { kind: 'stop' }> | { readonly kind: 'stop'; readonly reason: OperationStop };

/** Given to `onAttempt` once per attempt, after it was decided what follows. */
export interface AttemptEvent {
  readonly operation: string;
  readonly idempotencyKey: string | undefined;
  readonly record: AttemptRecord;
  readonly decision: AttemptDecision;
}
