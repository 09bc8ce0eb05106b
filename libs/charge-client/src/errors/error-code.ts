/** Codes that charge-api sends. The list is closed: a problem with another code is nobody's verdict. */
export type ServerErrorCode =
  | 'invalid_request'
  | 'invalid_json'
  | 'idempotency_key_missing'
  | 'idempotency_key_invalid'
  | 'unauthorized'
  | 'card_declined'
  | 'not_found'
  | 'request_timeout'
  | 'idempotency_key_in_use'
  | 'charge_busy'
  | 'reference_in_use'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'headers_too_large'
  | 'idempotency_key_reused'
  | 'charge_state_invalid'
  | 'amount_too_large'
  | 'operation_not_performed'
  | 'operation_abandoned'
  | 'rate_limited'
  | 'internal_error'
  | 'overloaded'
  | 'provider_unavailable'
  | 'service_unavailable';

/** Codes of the client's own. */
export type ClientErrorCode =
  /** The call was refused here, before anything was sent. */
  | 'invalid_argument'
  /** The operation may or may not have taken effect. Ask again with the same key. */
  | 'outcome_unknown'
  /** Nothing was sent twice because too many of this process's calls have been failing. */
  | 'retry_budget_exhausted'
  /** No answer, or only answers that say "not now", until the deadline. */
  | 'api_unavailable'
  /** The caller's signal aborted before anything could have taken effect. */
  | 'aborted'
  /** An answer that is not charge-api's own: a redirect, a gateway's page, a success whose body is not readable. */
  | 'unexpected_answer';

export type ChargeErrorCode = ServerErrorCode | ClientErrorCode;
