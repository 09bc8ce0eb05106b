import { setTimeout as sleep } from 'node:timers/promises';
import type { Interruption } from './behaviour.ts';

/** Ten minutes: longer than any lease or timeout that a test has to outlast, short enough to be a typo if exceeded. */
export const MAX_PAUSE_MS = 600_000;

export const SHUTTING_DOWN: Interruption = {
  kind: 'answer',
  httpStatus: 503,
  body: { code: 'shutting_down', message: 'The simulator stops; nothing was done. Send the request again later.' },
};

/** Waits, but not longer than the simulator runs. */
export async function pause(delayMs: number, stopping: AbortSignal): Promise<'over' | 'stopped'> {
  try {
    await sleep(delayMs, undefined, { signal: stopping });
    return 'over';
  } catch (error) {
    if (stopping.aborted) return 'stopped';
    throw error;
  }
}
