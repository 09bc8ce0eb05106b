import type { FailpointLabel } from '@once/failpoint';

/** Crash points at the boundaries in this library. */
export const IDEMPOTENCY_FAILPOINTS = [
  'charge-api.claimed-before-commit',
  'charge-api.claimed-before-call',
  'charge-api.answered-before-completion',
  'charge-api.completed-before-commit',
  'charge-api.completed-before-answer',
  'charge-api.suspended-before-commit',
  'charge-api.suspended-after-commit',
  'charge-api.refused-before-release',
  'charge-api.taken-up-before-work',
] as const satisfies readonly FailpointLabel[];
