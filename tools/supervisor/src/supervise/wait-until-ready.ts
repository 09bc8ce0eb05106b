import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
/** A little more than a service allows its own checks. */
const PROBE_TIMEOUT_MS = 2_500;
const MAX_SHOWN = 500;

export interface ReadinessWatch {
  /** True when it answered 200, false when the signal came first. */
  readonly isReady: Promise<boolean>;
  /** What it answered last, for the one who waited in vain. */
  lastAnswer: () => string;
}

/** Asks until the answer is 200. */
export function waitUntilReady(url: string, signal: AbortSignal): ReadinessWatch {
  let lastAnswer = 'no answer';
  const ask = async (): Promise<boolean> => {
    while (!signal.aborted) {
      const answer = await probe(url, signal);
      if (answer === 'ready') return true;
      lastAnswer = answer;
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
    return false;
  };
  return { isReady: ask(), lastAnswer: () => lastAnswer };
}

async function probe(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]) });
    const body = await response.text();
    return response.status === 200 ? 'ready' : `${response.status} ${body.slice(0, MAX_SHOWN)}`;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
