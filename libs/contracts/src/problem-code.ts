interface ProblemKind {
  status: number;
  /** May the caller send the same request with the same key again and hope for another answer? */
  retryable: boolean;
  title: string;
}

/**
 * Every `code` that an error answer can carry. Codes are never reused for another meaning.
 * Status and retryable live here and nowhere else. charge-client says of each what it proves (`problem-meanings.ts`);
 * to a client that does not know it, a new code is no verdict.
 */
export const PROBLEM_KINDS = {
  invalid_request: { status: 400, retryable: false, title: 'The request is not valid' },
  invalid_json: { status: 400, retryable: false, title: 'The body is not valid JSON' },
  idempotency_key_missing: { status: 400, retryable: false, title: 'The Idempotency-Key header is missing' },
  idempotency_key_invalid: { status: 400, retryable: false, title: 'The Idempotency-Key header is malformed' },
  unauthorized: { status: 401, retryable: false, title: 'The API key is missing or not known' },
  card_declined: { status: 402, retryable: false, title: 'The card was declined' },
  not_found: { status: 404, retryable: false, title: 'There is no such resource' },
  request_timeout: { status: 408, retryable: true, title: 'The request took too long to arrive' },
  idempotency_key_in_use: { status: 409, retryable: true, title: 'The same key is being worked on' },
  charge_busy: { status: 409, retryable: true, title: 'Another capture or cancel of the charge is open' },
  reference_in_use: { status: 409, retryable: false, title: 'The reference belongs to another charge' },
  not_in_review: { status: 409, retryable: false, title: 'The operation does not wait for a decision' },
  evidence_contradicts: { status: 409, retryable: false, title: 'The decision contradicts the evidence' },
  body_too_large: { status: 413, retryable: false, title: 'The body is too large' },
  unsupported_media_type: { status: 415, retryable: false, title: 'The body must be application/json' },
  headers_too_large: { status: 431, retryable: false, title: 'The headers are too large' },
  idempotency_key_reused: { status: 422, retryable: false, title: 'The key names another operation' },
  charge_state_invalid: { status: 422, retryable: false, title: 'The charge does not allow this now' },
  amount_too_large: { status: 422, retryable: false, title: 'The amount exceeds what is left' },
  operation_not_performed: { status: 422, retryable: false, title: 'The operation did not take place' },
  operation_abandoned: { status: 422, retryable: false, title: 'The operation was given up before it began' },
  rate_limited: { status: 429, retryable: true, title: 'Too many requests' },
  internal_error: { status: 500, retryable: true, title: 'Something went wrong on our side' },
  overloaded: { status: 503, retryable: true, title: 'The service is at its limit' },
  provider_unavailable: { status: 503, retryable: true, title: 'The payment provider was not reached' },
  service_unavailable: { status: 503, retryable: true, title: 'The service cannot work at the moment' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEM_KINDS;
export const PROBLEM_CODES = Object.keys(PROBLEM_KINDS) as [ProblemCode, ...ProblemCode[]];
