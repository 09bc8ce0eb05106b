import type { ServerErrorCode } from '../errors/error-code.ts';

/**
 * What a refusal tells about the operation that the key names.
 * - `settles`: stored under the key, or the key is another operation's for ever. It speaks for every attempt.
 * - `this_attempt_did_nothing`: decided before the operation began, and not stored. It says nothing about an attempt
 *   before it, which may be under way, or be the reason for the refusal.
 * - `says_nothing`: the operation may be at work, or may have been when it failed.
 */
export type Meaning = 'settles' | 'this_attempt_did_nothing' | 'says_nothing';

interface ProblemMeaning {
  /** The one status that the code comes with; with another one it is somebody else's. */
  readonly status: number;
  readonly meaning: Meaning;
}

const settles = (status: number): ProblemMeaning => ({ status, meaning: 'settles' });
const didNothing = (status: number): ProblemMeaning => ({ status, meaning: 'this_attempt_did_nothing' });
const saysNothing = (status: number): ProblemMeaning => ({ status, meaning: 'says_nothing' });

/** Closed: a code that is not in here is not a verdict, whatever its status. */
export const PROBLEM_MEANINGS: Readonly<Record<ServerErrorCode, ProblemMeaning>> = {
  card_declined: settles(402),
  idempotency_key_reused: settles(422),
  charge_state_invalid: settles(422),
  amount_too_large: settles(422),
  operation_not_performed: settles(422),
  operation_abandoned: settles(422),

  // Judged before the key is looked up. The validation too: another version of the service may have judged otherwise.
  invalid_request: didNothing(400),
  invalid_json: didNothing(400),
  idempotency_key_missing: didNothing(400),
  idempotency_key_invalid: didNothing(400),
  unauthorized: didNothing(401),
  not_found: didNothing(404),
  body_too_large: didNothing(413),
  unsupported_media_type: didNothing(415),
  headers_too_large: didNothing(431),
  rate_limited: didNothing(429),
  overloaded: didNothing(503),
  // Judged under the key, rolled back and not stored.
  charge_busy: didNothing(409),
  reference_in_use: didNothing(409),
  provider_unavailable: didNothing(503),

  idempotency_key_in_use: saysNothing(409),
  request_timeout: saysNothing(408),
  internal_error: saysNothing(500),
  // The database was gone, perhaps between the provider's effect and the answer.
  service_unavailable: saysNothing(503),
};

export function isServerErrorCode(code: string): code is ServerErrorCode {
  return Object.hasOwn(PROBLEM_MEANINGS, code);
}
