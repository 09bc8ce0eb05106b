import type { FieldError } from '../json/problem.ts';
import { ChargeClientError, type ErrorDetails } from './charge-client.error.ts';

/** 402. Final: the card's issuer has spoken, and a replay says the same. */
export class CardDeclinedError extends ChargeClientError {
  get declineCode(): string | undefined {
    return this.problem?.declineCode;
  }
}

/** 422: the key names another operation, for ever. A programming error on the caller's side. */
export class IdempotencyKeyReusedError extends ChargeClientError {}

/** 400, 413, 415, 422 …: this request can never succeed as it is. Also what is refused before sending. */
export class InvalidRequestError extends ChargeClientError {
  get fieldErrors(): readonly FieldError[] {
    return this.problem?.errors ?? [];
  }
}

/** 401 or 403. */
export class AuthenticationError extends ChargeClientError {}

/** 404; another tenant's resource looks the same. */
export class NotFoundError extends ChargeClientError {}

/** 409: the charge is busy, or its reference belongs to another charge. */
export class ConflictError extends ChargeClientError {
  /** The charge that already has the reference. */
  get conflictingChargeId(): string | undefined {
    return this.problem?.chargeId;
  }
}

/** 429 until the end, and it is certain that nothing took effect (or it was a GET). */
export class RateLimitedError extends ChargeClientError {}

/** No answer or only temporary refusals, and it is certain that nothing took effect (or it was a GET). */
export class ApiUnavailableError extends ChargeClientError {}

/** As ApiUnavailableError, but given up early: this process's retries have used up what they may add. */
export class RetryBudgetExhaustedError extends ChargeClientError {}

/** The caller aborted, and it is certain that nothing took effect (or it was a GET). `cause` is the signal's reason. */
export class OperationAbortedError extends ChargeClientError {}

/** A GET whose answers were none of charge-api's own, or a page that does not lead on. */
export class UnexpectedAnswerError extends ChargeClientError {}

/**
 * The operation may or may not have taken effect: after at least one attempt that may have acted, none brought a
 * verdict. Never take it for a failure. The same call with the same key (`idempotencyKey`) finds out, and cannot
 * charge twice; `cause` is the error that the last attempt alone would have been.
 */
export class OutcomeUnknownError extends ChargeClientError {
  /** The charge concerned; undefined when it was being created and no answer ever named it. */
  readonly chargeId: string | undefined;

  constructor(details: ErrorDetails) {
    super(details);
    this.chargeId = details.chargeId;
  }
}
