/** How long to back off and how often: all that `decideRetry` needs to know about the caller's taste. */
export interface RetryPolicy {
  /** Upper bound of the first delay; it doubles with each retry. */
  readonly baseMs: number;
  /** The same after 429: the server has said that it is asked too often. */
  readonly throttledBaseMs: number;
  /** No jitter is ever drawn from more than this; applied before the draw, so that the spread stays uniform. */
  readonly capMs: number;
  readonly maxRetries: number;
  /** Waiting on 202 and 409 is counted and spread apart from retrying: nothing is broken there. */
  readonly waitBaseMs: number;
  readonly waitCapMs: number;
  readonly maxWaits: number;
}

export const RETRY_DEFAULTS: RetryPolicy = Object.freeze({
  // 50 ms for a transient failure, 1 s for throttling: the AWS SDKs' 2026 calibration
  // (AWS_NEW_RETRIES_2026), the newest that is public.
  baseMs: 50,
  throttledBaseMs: 1_000,
  // 5 s is where stripe-node stops growing too; more would let one draw eat a large part of a 60 s deadline.
  capMs: 5_000,
  // The deadline and the retry budget are the limits that matter. Full jitter with these bounds makes about
  // 30 retries in 60 s, so this one only ends a loop whose clock or server misbehaves.
  maxRetries: 30,
  // charge-api answers 202 after 4 s and sends Retry-After with it; half a second on top spreads the askers
  // of one moment, and two seconds is as stale as an answer that is already known may get.
  waitBaseMs: 500,
  waitCapMs: 2_000,
  // A server that says `Retry-After: 0` for ever is asked about once a second on average: 60 fills a minute.
  maxWaits: 60,
});

/**
 * How long a caller waits for the answer to one attempt. Longer than the server's answer deadline (then it says 202), so
 * that silence means a lost answer; shorter than the lease, so that asking again finds the first worker still in charge.
 */
export const DEFAULT_ATTEMPT_TIMEOUT_MS = 6_000;
