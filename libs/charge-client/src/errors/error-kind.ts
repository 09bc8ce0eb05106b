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
  method_not_allowed: final(classes.InvalidRequestError),
  body_too_large: final(classes.InvalidRequestError),
  uri_too_long: final(classes.InvalidRequestError),
  unsupported_media_type: final(classes.InvalidRequestError),
  headers_too_large: final(classes.InvalidRequestError),
  charge_state_invalid: final(classes.InvalidRequestError),
  amount_too_large: final(classes.InvalidRequestError),
  operation_abandoned: final(classes.InvalidRequestError),
  invalid_argument: final(classes.InvalidRequestError),
  idempotency_key_reused: final(classes.IdempotencyKeyReusedError),
  unauthorized: final(classes.AuthenticationError),
  card_declined: final(classes.CardDeclinedError),
  not_found: final(classes.NotFoundError),
  idempotency_key_in_use: passing(classes.ConflictError),
  charge_busy: passing(classes.ConflictError),
  reference_in_use: final(classes.ConflictError),
  conflict: final(classes.ConflictError),
  rate_limited: passing(classes.RateLimitedError),
  request_timeout: passing(classes.ApiUnavailableError),
  internal_error: passing(classes.ApiUnavailableError),
  overloaded: passing(classes.ApiUnavailableError),
  provider_unavailable: passing(classes.ApiUnavailableError),
  service_unavailable: passing(classes.ApiUnavailableError),
  api_unavailable: passing(classes.ApiUnavailableError),
  retry_budget_exhausted: passing(classes.RetryBudgetExhaustedError),
  aborted: passing(classes.OperationAbortedError),
  unexpected_answer: final(classes.UnexpectedAnswerError),
  outcome_unknown: passing(classes.OutcomeUnknownError),
} as const satisfies Record<ChargeErrorCode, ErrorKind>;

/** A server cannot claim these: they say what the client knows. */
const CLIENT_CODES: ReadonlySet<string> = new Set<ClientErrorCode>([
  'invalid_argument',
  'outcome_unknown',
  'retry_budget_exhausted',
  'api_unavailable',
  'aborted',
  'unexpected_answer',
  'conflict',
]);

/** The server's code where this client knows it, else what the status alone says. */
export function codeOf(status: number, serverCode: string | undefined): ChargeErrorCode {
  if (serverCode !== undefined && Object.hasOwn(ERROR_KINDS, serverCode) && !CLIENT_CODES.has(serverCode)) {
    return serverCode as ChargeErrorCode;
  }
  return STATUS_CODES[status] ?? codeOfStatusClass(status);
}

const STATUS_CODES: Readonly<Record<number, ChargeErrorCode>> = {
  401: 'unauthorized',
  402: 'card_declined',
  403: 'unauthorized',
  404: 'not_found',
  408: 'api_unavailable',
  409: 'conflict',
  425: 'api_unavailable',
  429: 'rate_limited',
};

function codeOfStatusClass(status: number): ChargeErrorCode {
  if (status >= 500) {
    return 'api_unavailable';
  }
  return status >= 400 ? 'invalid_request' : 'unexpected_answer';
}
