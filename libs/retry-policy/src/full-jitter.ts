/** A number in [0, 1), as Math.random gives it. Injected, so that a decision can be replayed. */
export type Random = () => number;

export interface BackoffStep {
  /** Which retry this is, from 1. */
  readonly retry: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** 2^1024 is Infinity, and 0 times Infinity is no number; any cap is reached long before this many doublings. */
const MAX_DOUBLINGS = 1_000;

/** The upper end of the spread before a retry: min(cap, base · 2^(retry-1)). */
export function jitterBoundMs({ retry, baseMs, capMs }: BackoffStep): number {
  if (!Number.isInteger(retry) || retry < 1) {
    throw new RangeError(`retry is ${retry}; retries are numbered by integers from 1`);
  }
  if (!(baseMs >= 0) || !(capMs >= 0)) {
    throw new RangeError(`baseMs is ${baseMs} and capMs is ${capMs}; both must be numbers from 0`);
  }
  return Math.min(capMs, baseMs * 2 ** Math.min(retry - 1, MAX_DOUBLINGS));
}

/**
 * Full jitter: uniform in [0, min(cap, base · 2^(retry-1))), in milliseconds, not rounded.
 * From "Exponential Backoff and Jitter" (AWS Architecture blog): of the variants measured there it makes
 * the fewest calls, because clients that failed together come back spread over the whole interval.
 */
export function fullJitterDelayMs(step: BackoffStep & { readonly random: Random }): number {
  return step.random() * jitterBoundMs(step);
}
