import { CommitUnknownError, failureCauseOf } from '@once/database';
import { fullJitterDelayMs } from '@once/retry-policy';
import { setTimeout as delay } from 'node:timers/promises';

/** Pause before the n-th repetition: full jitter up to a second, so that a recovering database is not stampeded. */
const RETRY_BASE_MS = 100;
const RETRY_CAP_MS = 1_000;

/** True for what passes by itself: an outage, or a reply to COMMIT that was lost. */
export const mayPass = (error: unknown): boolean =>
  error instanceof CommitUnknownError || failureCauseOf(error) === 'outage';

export interface Persistence {
  giveUpAfterMs: number;
  /** Uniform in [0, 1). */
  random: () => number;
  isRepeatable?: (error: unknown) => boolean;
}

/** Repeats a transaction that finds out by itself whether an earlier try of it was committed after all. */
export async function untilStored<T>(
  store: () => Promise<T>,
  { giveUpAfterMs, random, isRepeatable = mayPass }: Persistence,
): Promise<T> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  for (let failures = 1; ; failures++) {
    try {
      return await store();
    } catch (error) {
      if (!isRepeatable(error) || performance.now() >= giveUpAt) throw error;
      await delay(fullJitterDelayMs({ retry: failures, baseMs: RETRY_BASE_MS, capMs: RETRY_CAP_MS, random }));
    }
  }
}
