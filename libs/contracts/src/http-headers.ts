/** Header names of the HTTP surface, in the lower case that Node uses for incoming ones. */
export const HTTP_HEADERS = {
  authorization: 'authorization',
  idempotencyKey: 'idempotency-key',
  idempotencyAttempt: 'idempotency-attempt',
  idempotentReplayed: 'idempotent-replayed',
  idempotencyExpired: 'idempotency-expired',
  contentLocation: 'content-location',
  location: 'location',
  prefer: 'prefer',
  preferenceApplied: 'preference-applied',
  requestId: 'request-id',
  retryAfter: 'retry-after',
  shouldRetry: 'should-retry',
} as const;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8';
export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8';
