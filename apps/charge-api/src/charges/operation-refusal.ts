import type { ProblemCode } from '@once/contracts';
import type { ProblemExtras } from '../http/problem.error.ts';

/** A refusal that leaves no trace on the key. */
export interface OperationRefusal {
  code: Extract<
    ProblemCode,
    'invalid_request' | 'reference_in_use' | 'provider_unavailable' | 'not_found' | 'charge_busy'
  >;
  detail: string;
  extras?: ProblemExtras;
  retryAfterMs?: number;
}

/** How long to leave a provider alone that could not be reached. */
const PROVIDER_RETRY_AFTER_MS = 2_000;

export const providerUnavailable = (): OperationRefusal => ({
  code: 'provider_unavailable',
  detail: 'Nothing was charged. Send the same request with the same key again.',
  retryAfterMs: PROVIDER_RETRY_AFTER_MS,
});
