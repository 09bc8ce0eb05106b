const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Ends the process with 1 when its orderly stop is not over `withinMs` after it was asked for: a call that nobody
 * answers must not keep a deploy waiting.
 *
 * If we are cut off here: claims, shards and partitions are left as by a crash. Recovery: their leases end, and another
 * process takes them up. Duplicate effect prevented by: the epochs, the provider key and the inbox.
 */
export function boundStop(withinMs: number, onLate: () => void): void {
  for (const signal of STOP_SIGNALS) {
    process.once(signal, () => {
      // Without a hold on the event loop: a stop that is over must not wait for its own bound.
      setTimeout(() => {
        onLate();
        process.exit(1);
      }, withinMs).unref();
    });
  }
}
