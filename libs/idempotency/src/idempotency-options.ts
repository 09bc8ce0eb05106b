import type { RunInContext } from './batcher.ts';
import type { ResolutionOutcome } from './execute-result.ts';
import { DEFAULT_FINGERPRINTS, type Fingerprints } from './operation/fingerprint.ts';
import type { UnsettleableError } from './unsettleable.error.ts';

export interface IdempotencyOptions {
  /** How long a claim is owned without renewal, milliseconds. */
  leaseMs: number;
  /** The caller has an answer by then, 202 if need be; the work goes on. Shorter than the lease. Milliseconds. */
  answerDeadlineMs: number;
  /** After this the stored body may be purged; key and fingerprint stay for ever. Milliseconds. */
  retentionMs: number;
  /** Between two looks at an unknown outcome: base plus full jitter up to base · 2^(attempt-1), at most the cap. */
  unknownBackoff: { baseMs: number; capMs: number };
  /** Uniform in [0, 1). */
  random: () => number;
  /** Upper bound of operations that share one statement. */
  maxBatch: number;
  /** Claim batches, and completion batches, under way at a time; each holds one connection. */
  lanes: number;
  /** How requests under one key are told apart, version by version. */
  fingerprints: Fingerprints;
  /** For measuring, as the next two: how an `execute` ended. None of them may throw. */
  onResolution?: (outcome: ResolutionOutcome, operation: string) => void;
  /** Operations of workers whose lease had ended were taken over, by the next caller or by the resumer. */
  onLeaseTakeover?: (by: 'caller' | 'resumer', operations: number) => void;
  /** So many operations share one transaction. */
  onBatch?: (batch: 'claim' | 'completion', operations: number) => void;
  /** Runs the transaction that several operations share, told how to look at the contexts that they came in. */
  aroundBatch?: <T>(
    batch: 'claim' | 'completion',
    contexts: readonly RunInContext[],
    work: () => Promise<T>,
  ) => Promise<T>;
  /** What was found can't be an end of the operation: it waits for a person. */
  onUnsettleable?: (error: UnsettleableError, operation: string) => void;
  /** Failures that no caller is left to hear of: a background completion, a lease renewal, a note. */
  onBackgroundFailure?: (what: string, error: unknown) => void;
}

const DAY_MS = 86_400_000;

export const DEFAULT_IDEMPOTENCY_OPTIONS = {
  // Client's attempt timeout (6 s) < lease < provider timeout (30 s): a client that gave up and asks again finds the
  // first worker still in charge, and one that died is replaced within seconds.
  leaseMs: 8_000,
  // Below the client's attempt timeout, so that a slow provider gives a 202 and not a silent disconnect.
  answerDeadlineMs: 4_000,
  retentionMs: 7 * DAY_MS,
  // Most lost answers are found within a second; a provider that stays silent is asked about once a minute.
  unknownBackoff: { baseMs: 500, capMs: 60_000 },
  random: Math.random,
  // Past some 50 rows the gain per row is gone, while one bad row costs more re-runs.
  maxBatch: 64,
  // Two: while one batch waits for its fsync the next one fills up.
  lanes: 2,
  fingerprints: DEFAULT_FINGERPRINTS,
} as const satisfies IdempotencyOptions;

/** @throws RangeError naming the options that clash. */
export function assertOptions(options: IdempotencyOptions): void {
  const { leaseMs, answerDeadlineMs, fingerprints, unknownBackoff } = options;
  if (answerDeadlineMs >= leaseMs) {
    throw new RangeError(`the answer deadline (${answerDeadlineMs} ms) must be shorter than the lease (${leaseMs} ms)`);
  }
  const { baseMs, capMs } = unknownBackoff;
  // Without a base, an outcome that stays unknown would be asked for as fast as the provider answers.
  if (!(baseMs > 0 && baseMs <= capMs && capMs <= DAY_MS)) {
    throw new RangeError(
      `the back-off of unknown outcomes (${baseMs} to ${capMs} ms) must be 0 < base <= cap <= a day`,
    );
  }
  if (!fingerprints.rules[fingerprints.current]) {
    throw new RangeError(`fingerprint version ${fingerprints.current} is to be used and has no rule`);
  }
}
