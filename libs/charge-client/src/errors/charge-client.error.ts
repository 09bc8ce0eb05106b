import type { AttemptRecord, OperationStop } from './attempt-record.ts';
import type { Problem } from '../json/problem.ts';
import type { ChargeErrorCode } from './error-code.ts';

export interface ErrorDetails {
  readonly message: string;
  readonly code: ChargeErrorCode;
  readonly retryable: boolean;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly attempts?: readonly AttemptRecord[] | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly stopReason?: OperationStop | undefined;
  readonly problem?: Problem | undefined;
  readonly chargeId?: string | undefined;
  readonly cause?: unknown;
}

/** What every error of this client carries. It never holds the API key or the body of a request. */
export class ChargeClientError extends Error {
  readonly code: ChargeErrorCode;
  /** May the same call with the same idempotency key end otherwise later? */
  readonly retryable: boolean;
  /** Status of the last answer; undefined when the last attempt brought none. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly idempotencyKey: string | undefined;
  /** Why no further attempt was made. */
  readonly stopReason: OperationStop | undefined;
  /** The server's own account, where it gave one. */
  readonly problem: Problem | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.retryable = details.retryable;
    this.status = details.status;
    this.requestId = details.requestId;
    this.attempts = details.attempts ?? [];
    this.idempotencyKey = details.idempotencyKey;
    this.stopReason = details.stopReason;
    this.problem = details.problem;
  }
}
