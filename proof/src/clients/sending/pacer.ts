import { setTimeout as sleep } from 'node:timers/promises';

/** Lets one step go at a time, at even distances: a run whose faults take minutes needs traffic for as long. */
export class Pacer {
  readonly #intervalMs: number;
  #nextAtMs = performance.now();

  /** Without a rate nothing is ever held up. */
  constructor(stepsPerSecond: number | undefined) {
    if (stepsPerSecond !== undefined && !(stepsPerSecond > 0))
      throw new RangeError(`${stepsPerSecond} steps a second: give a number above 0`);
    this.#intervalMs = stepsPerSecond === undefined ? 0 : 1_000 / stepsPerSecond;
  }

  /** Resolves when it is the next one's turn. What was late is not made up for by a burst. @throws when aborted */
  async turn(signal: AbortSignal): Promise<void> {
    const nowMs = performance.now();
    const waitMs = this.#nextAtMs - nowMs;
    this.#nextAtMs = Math.max(nowMs, this.#nextAtMs) + this.#intervalMs;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
  }
}
