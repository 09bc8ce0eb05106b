/** Two clocks, for a skewed or corrected wall clock must not move a deadline. */
export interface Clock {
  /** Milliseconds since 1970, for what is shown and for a Retry-After that is a date. */
  wallMs(): number;
  /** Milliseconds that only ever grow, for durations and deadlines. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Ends after `ms`, or earlier when the signal aborts; it never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<'elapsed' | 'aborted'>;

export const systemSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve('aborted');
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      resolve('aborted');
    };
    const onElapsed = (): void => {
      signal.removeEventListener('abort', onAbort);
      resolve('elapsed');
    };
    // Timers cut fractions off, and a Retry-After must not be undercut by one.
    const timer = setTimeout(onElapsed, Math.ceil(ms));
    signal.addEventListener('abort', onAbort, { once: true });
  });
