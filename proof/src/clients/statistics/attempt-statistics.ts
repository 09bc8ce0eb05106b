import type { AttemptEvent } from '@once/charge-client';
import type { AttemptEntry } from '../../model/history.ts';
import { JitterSample, type PauseSample } from './jitter-sample.ts';
import { WindowCounts, type WindowCount } from './window-counts.ts';

export interface AttemptReport {
  /** How many calls took so many attempts. */
  readonly callsByAttempts: Readonly<Record<number, number>>;
  /** Attempts by status, or by what came in place of an answer. */
  readonly attemptsByAnswer: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** Attempts because the one before failed; they spend the retry budget. */
  readonly retries: number;
  /** Attempts because the one before was told to wait, by 202 or 409. */
  readonly waits: number;
  /** Attempts whose answer was a stored one. */
  readonly replays: number;
  /** Pauses that were drawn before retries, and before waits. */
  readonly retryPauses: PauseSample;
  readonly waitPauses: PauseSample;
  readonly retriesPer100Ms: readonly WindowCount[];
  readonly peakRetriesPer100Ms: number;
}

const WINDOW_MS = 100;

/** Counts what the clients' attempts were like, without keeping them. */
export class AttemptStatistics {
  readonly #callsByAttempts = new Map<number, number>();
  readonly #attemptsByAnswer = new Map<string, number>();
  readonly #causes = { first: 0, retry: 0, wait: 0 };
  readonly #retryPauses = new JitterSample();
  readonly #waitPauses = new JitterSample();
  readonly #retriesAt = new WindowCounts(WINDOW_MS);
  #replays = 0;

  /** For one call: `note` each of its attempts, then `end`. */
  newCall(): { note(entry: AttemptEntry, event: AttemptEvent): void; end(): void } {
    let attempts = 0;
    return {
      note: (entry, event) => {
        attempts += 1;
        this.#note(entry, event);
      },
      end: () => increment(this.#callsByAttempts, attempts),
    };
  }

  get report(): AttemptReport {
    const { first, retry, wait } = this.#causes;
    return {
      callsByAttempts: Object.fromEntries(this.#callsByAttempts),
      attemptsByAnswer: Object.fromEntries(this.#attemptsByAnswer),
      attempts: first + retry + wait,
      retries: retry,
      waits: wait,
      replays: this.#replays,
      retryPauses: this.#retryPauses.sample,
      waitPauses: this.#waitPauses.sample,
      retriesPer100Ms: this.#retriesAt.windows,
      peakRetriesPer100Ms: this.#retriesAt.peak,
    };
  }

  #note(entry: AttemptEntry, { record, decision }: AttemptEvent): void {
    increment(this.#attemptsByAnswer, String(entry.status ?? entry.errorCode));
    this.#causes[record.cause] += 1;
    if (entry.isReplay) this.#replays += 1;
    if (record.cause === 'retry') this.#retriesAt.add(Date.parse(record.startedAt));
    // Noted when it is drawn, not when it is over: a pause that an abort cuts short was drawn like any other.
    if (decision.kind !== 'stop') (decision.kind === 'retry' ? this.#retryPauses : this.#waitPauses).add(decision);
  }
}

function increment<K>(counts: Map<K, number>, name: K): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
