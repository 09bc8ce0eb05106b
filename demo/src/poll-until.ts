import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  readonly everyMs: number;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Asks until the answer is `enough`, or the time is over; returns the last answer either way. */
export async function pollUntil<T>(
  ask: () => Promise<T>,
  enough: (value: T) => boolean,
  patience: Patience,
): Promise<T> {
  const endsAtMs = performance.now() + patience.withinMs;
  for (;;) {
    const value = await ask();
    if (enough(value) || performance.now() >= endsAtMs) return value;
    await sleep(patience.everyMs, undefined, { signal: patience.signal });
  }
}
