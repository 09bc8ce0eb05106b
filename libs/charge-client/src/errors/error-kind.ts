import type { ChargeClientError, ErrorDetails } from './charge-client.error.ts';
import * as classes from './error-classes.ts';
import type { ChargeErrorCode, ClientErrorCode } from './error-code.ts';

interface ErrorKind {
  readonly errorClass: new (details: ErrorDetails) => ChargeClientError;
  /** Where the server does not say so itself. */
  readonly retryable: boolean;
}

const final = (errorClass: ErrorKind['errorClass']): ErrorKind => ({ errorClass, retryable: false });
const passing = (errorClass: ErrorKind['errorClass']): ErrorKind => ({ errorClass, retryable: true });

/** Every code has its one class and answer to "may I try again?"; the compiler refuses a code without. */
export const ERROR_KINDS = {
  invalid_request: final(classes.InvalidRequestError),
  invalid_json: final(classes.InvalidRequestError),
  idempotency_key_missing: final(classes.InvalidRequestError),
  idempotency_key_invalid: final(classes.InvalidRequestError),
  body_too_large: final(classes.InvalidRequestError),
  unsupported_media_type: final(classes.InvalidRequestError),
  headers_too_large: final(classes.InvalidRequestError),
  charge_state_invalid: final(classes.InvalidRequestError),
  amount_too_large: final(classes.InvalidRequestError),
  operation_not_performed: final(classes.InvalidRequestError),
  operation_abandoned: final(classes.InvalidRequestError),
  invalid_argument: final(classes.InvalidRequestError),
  idempotency_key_reused: final(classes.IdempotencyKeyReusedError),
  unauthorized: final(classes.AuthenticationError),
  card_declined: final(classes.CardDeclinedError),
  not_found: final(classes.NotFoundError),
  idempotency_key_in_use: passing(classes.ConflictError),
  charge_busy: passing(classes.ConflictError),
  reference_in_use: final(classes.ConflictError),
  rate_limited: passing(classes.RateLimitedError),
  request_timeout: passing(classes.ApiUnavailableError),
  internal_error: passing(classes.ApiUnavailableError),
  overloaded: passing(classes.ApiUnavailableError),
  provider_unavailable: passing(classes.ApiUnavailableError),
  service_unavailable: passing(classes.ApiUnavailableError),
  api_unavailable: passing(classes.ApiUnavailableError),
  retry_budget_exhausted: passing(classes.RetryBudgetExhaustedError),
  aborted: passing(classes.OperationAbortedError),
  unexpected_answer: passing(classes.UnexpectedAnswerError),
  outcome_unknown: passing(classes.OutcomeUnknownError),
} as const satisfies Record<ChargeErrorCode, ErrorKind>;

/** What an answer that is not charge-api's own amounts to by its status: the gateway before it, or something odd. */
export function codeOfStranger(status: number): ClientErrorCode | 'rate_limited' {
  if (status === 429) {
    return 'rate_limited';
  }
  return status >= 500 || status === 408 || status === 425 ? 'api_unavailable' : 'unexpected_answer';
}
