import type { ProblemCode } from '@once/contracts';
import type { ProblemExtras } from '../http/problem/problem.error.ts';

/** A refusal that leaves no trace on the key. */
export interface OperationRefusal {
  code: Extract<
    ProblemCode,
    | 'invalid_request'
    | 'reference_in_use'
    | 'provider_unavailable'
    | 'service_unavailable'
    | 'not_found'
    | 'charge_busy'
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

/** The same where an earlier request with this key may have acted, and nobody can be asked: it says nothing about money. */
export const outcomeOpen = (): OperationRefusal => ({
  code: 'service_unavailable',
  detail: 'The payment provider can not be asked at the moment. Send the same request with the same key again.',
  retryAfterMs: PROVIDER_RETRY_AFTER_MS,
});
