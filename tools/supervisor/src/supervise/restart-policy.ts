/** What is known of the lives of one process so far. */
export interface History {
  /** Ends in a row, none of them after a time of steady service. */
  readonly failures: number;
  readonly hasBeenReady: boolean;
}

export interface Life {
  readonly exitCode: number | null;
  /** How long it was ready; null when it never was. */
  readonly readyMs: number | null;
  /** How long it has not been ready, this life and those before it, up to its end. */
  readonly unreadyMs: number;
}

export type Verdict =
  | { readonly kind: 'restart'; readonly delayMs: number; readonly history: History }
  | { readonly kind: 'give-up'; readonly reason: string };

export const NEVER_STARTED: History = { failures: 0, hasBeenReady: false };

/** A loop of crashes is over within the start or right after it; who has served for this long was killed by something else. */
const STEADY_MS = 3_000;
const FIRST_DELAY_MS = 250;
/** Kubernetes goes up to 5 minutes; here somebody watches, and an outage of a server may end at any time. */
const MAX_DELAY_MS = 5_000;
/** With nothing wrong around it, a process that has failed this often is itself broken. */
const MAX_FAILED_STARTS = 5;
/** Longer than any outage that is made on purpose. */
const MAX_UNREADY_MS = 5 * 60_000;
/** sysexits.h EX_CONFIG: the same configuration will be refused again. */
const EXIT_BAD_CONFIGURATION = 78;

/** Decides what follows the end of a process: at once the first time, then after a delay that doubles up to a cap. */
export function judgeEnd(history: History, life: Life): Verdict {
  const hasBeenReady = history.hasBeenReady || life.readyMs !== null;
  const wasSteady = life.readyMs !== null && life.readyMs >= STEADY_MS;
  const failures = wasSteady ? 0 : history.failures;
  if (life.exitCode === EXIT_BAD_CONFIGURATION) return { kind: 'give-up', reason: 'it refuses its configuration' };
  if (!hasBeenReady && failures + 1 >= MAX_FAILED_STARTS)
    return { kind: 'give-up', reason: `it failed at ${MAX_FAILED_STARTS} starts in a row` };
  if (life.unreadyMs > MAX_UNREADY_MS)
    return { kind: 'give-up', reason: `it has not been ready for ${MAX_UNREADY_MS / 60_000} minutes` };
  return { kind: 'restart', delayMs: delayAfter(failures), history: { failures: failures + 1, hasBeenReady } };
}

export function delayAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
}
