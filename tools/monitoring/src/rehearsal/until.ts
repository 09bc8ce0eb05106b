import { setTimeout as sleep } from 'node:timers/promises';

/** What was waited for did not come. */
export class NotInTimeError extends Error {
  override readonly name = 'NotInTimeError';
}

const EVERY_MS = 250;

/**
 * Asks until the answer is not undefined; what fails is asked again, because it may be down at that moment.
 * @throws NotInTimeError that tells of the last failure; the signal's reason when it aborts
 */
export async function until<T>(
  what: string,
  withinS: number,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const endsAt = performance.now() + withinS * 1_000;
  let failure = '';
  while (performance.now() < endsAt) {
    signal.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      failure = '';
    } catch (error) {
      failure = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  signal.throwIfAborted();
  throw new NotInTimeError(`${what}: not within ${withinS} s${failure}`);
}
