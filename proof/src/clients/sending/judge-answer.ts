import type { RawAnswer } from '@once/charge-client';
import type { EndEntry } from '../../model/history.ts';

/** They are decided before the key is looked up, and so say nothing about the operation. */
const BEFORE_THE_KEY: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/** What the last answer says about the operation; all that is not a verdict is asked for again later. */
export function judgeAnswer({ status, stopReason }: Pick<RawAnswer, 'status' | 'stopReason'>): EndEntry['outcome'] {
  if (stopReason === 'succeeded') return 'ok';
  const isFinal = stopReason === 'not_retryable' || stopReason === 'told_not_to_retry';
  return isFinal && status >= 400 && status < 500 && !BEFORE_THE_KEY.has(status) ? 'refused' : 'unknown';
}
