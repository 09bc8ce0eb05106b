import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** Default 100 ms. */
  readonly everyMs?: number;
}

/** What was waited for did not come. */
export class NotInTimeError extends Error {
  override readonly name = 'NotInTimeError';
}

/**
 * Asks until there is an answer. A question that fails is asked again: what is asked may be down at that moment, and
 * the bound on the waiting covers that, too.
 * @throws NotInTimeError that tells of the last failure; the signal's reason when it aborts
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { withinMs, signal, everyMs = 100 }: Patience,
): Promise<T> {
  const endsAtMs = performance.now() + withinMs;
  let failure = '';
  for (;;) {
    signal.throwIfAborted();
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      failure = '';
    } catch (error) {
      failure = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    if (performance.now() >= endsAtMs)
      throw new NotInTimeError(`${what}: not within ${Math.round(withinMs / 1_000)} s${failure}`);
    await sleep(everyMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
