/** One pause: what the server asked for, and what the client added to it. Milliseconds. */
export interface DrawnPause {
  readonly retryAfterMs: number;
  readonly jitterMs: number;
  readonly jitterBoundMs: number;
}

export interface PauseSample {
  readonly pauses: readonly DrawnPause[];
  /** Drawn after the sample was full; the sample is then the beginning of the run, and no worse for it. */
  readonly notKept: number;
}

/** A hundred times what a test of their distribution needs, in some MB. */
const MAX_PAUSES = 50_000;

export class JitterSample {
  readonly #pauses: DrawnPause[] = [];
  #notKept = 0;

  add({ retryAfterMs, jitterMs, jitterBoundMs }: DrawnPause): void {
    if (this.#pauses.length < MAX_PAUSES) this.#pauses.push({ retryAfterMs, jitterMs, jitterBoundMs });
    else this.#notKept += 1;
  }

  get sample(): PauseSample {
    return { pauses: [...this.#pauses], notKept: this.#notKept };
  }
}

/**
 * The jitter of each pause as a share of its bound: uniform in [0, 1) under full jitter, whatever the bound. Only a
 * pause that would have ended after its call's deadline is missing, for the client then stops instead: keep deadlines
 * many times the cap of 5 s, or the large shares are cut off.
 */
export const jitterShares = ({ pauses }: PauseSample): number[] =>
  pauses
    .filter(({ jitterBoundMs }) => jitterBoundMs > 0)
    .map(({ jitterMs, jitterBoundMs }) => jitterMs / jitterBoundMs);
