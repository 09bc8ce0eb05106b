import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for a loaded machine a few times slower than usual; a test that waits this long has failed anyway. */
const DEFAULT_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

/**
 * Waits until `observe` gives a value other than undefined, null or false, and returns it. For drained states that no
 * signal announces; failures of `observe` are retried until the time is up and then reported.
 */
export async function eventually<T>(
  what: string,
  observe: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<T> {
  const giveUpAt = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < giveUpAt) {
    try {
      const seen = await observe();
      if (seen !== undefined && seen !== null && seen !== false) return seen;
    } catch (error) {
      lastError = error;
    }
    await delay(POLL_MS);
  }
  throw new Error(`${what}: not seen within ${timeoutMs} ms`, { cause: lastError });
}
