import type { StoredAnswer } from './operation/operation-request.ts';

/** What `execute` tells its caller; HTTP, Kafka and jobs each map it to their own words. */
export type ExecuteResult<R> =
  | { kind: 'answered'; answer: StoredAnswer; isReplayed: boolean }
  /** Somebody is working on it: ask again after `retryAfterMs`. */
  | { kind: 'in_use'; retryAfterMs: number }
  /** Accepted and not decided yet: the work goes on without the caller. */
  | { kind: 'pending'; resourceId: string }
  /** The key names another operation, for ever. */
  | { kind: 'reused' }
  /** Refused without a trace on the key. */
  | { kind: 'refused'; refusal: R }
  /** Finished long ago and the body is purged: show the resource as it is now. Never a second execution. */
  | { kind: 'purged'; status: number; resourceId: string };

/** Names of the outcomes, as the metric label `outcome` spells them. */
export const RESOLUTION_OUTCOMES = [
  'executed',
  'replayed',
  'in_use',
  'pending',
  'reused',
  'refused',
  'purged',
  'resumed',
  'reclaimed',
  'fenced',
] as const;

export type ResolutionOutcome = (typeof RESOLUTION_OUTCOMES)[number];
