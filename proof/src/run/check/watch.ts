import { setTimeout as sleep } from 'node:timers/promises';
import { checkRun, InconclusiveError } from '../../checker/index.ts';
import type { JudgedResult } from '../../model/finding.ts';
import type { ProofTargets } from '../../model/targets.ts';
import type { Turns } from '../turns.ts';

const EVERY_MS = 10_000;
/** A look reads all that there is; what it takes from the run must stay a small part. */
const SHARE_OF_TIME = 0.2;
/** Whatever was down may be up again by then. */
const AGAIN_AFTER_MS = 2_000;

export interface WatchOptions {
  readonly targets: ProofTargets;
  readonly historyFile: string;
  readonly signal: AbortSignal;
  /** Pause between two looks; default 10 s, and longer where a look takes long. */
  readonly everyMs?: number;
  /** Shared with what a look would disturb: it reads and judges everything in the process that the clients run in. */
  readonly turns: Turns;
}

/** Holds the run against what is true at every instant, again and again while it goes on. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #over = new AbortController();
  readonly #broken = new Map<string, JudgedResult>();
  readonly #watching: Promise<void>;
  #looks = 0;
  #lastFailure = '';

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#watching = this.#watch();
    // Heard of by `end`.
    this.#watching.catch(() => undefined);
  }

  /** Times that everything could be read. */
  get looks(): number {
    return this.#looks;
  }

  /** What was broken at some instant, as it was first seen. */
  get broken(): JudgedResult[] {
    return [...this.#broken.values()];
  }

  /** One last look, at a moment when everything is up. @throws InconclusiveError when it never could look */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#watching;
    await this.#look({ withMetrics: true });
    if (this.#looks === 0) throw new InconclusiveError('the run, while it went on,', this.#lastFailure);
  }

  async #watch(): Promise<void> {
    const either = AbortSignal.any([this.#over.signal, this.#options.signal]);
    while (!either.aborted) {
      // Without metrics, for which every single process would have to be up.
      const { hasSeen, tookMs } = await this.#options.turns.take(async () => {
        const fromMs = performance.now();
        return { hasSeen: await this.#look({ withMetrics: false }), tookMs: performance.now() - fromMs };
      });
      const rest = tookMs * (1 / SHARE_OF_TIME - 1);
      const pauseMs = Math.max(rest, this.#options.everyMs ?? EVERY_MS);
      await sleep(hasSeen ? pauseMs : AGAIN_AFTER_MS, undefined, { signal: either }).catch(() => undefined);
    }
  }

  /** @returns whether everything could be read */
  async #look({ withMetrics }: { withMetrics: boolean }): Promise<boolean> {
    const { targets, historyFile } = this.#options;
    try {
      const results = await checkRun(targets, historyFile, { at: 'always', withMetrics });
      this.#looks += 1;
      for (const result of results) if (result.verdict === 'broken') this.#keep(result);
      return true;
    } catch (error) {
      // Something is always down in such a run; the next look may be luckier.
      if (!(error instanceof InconclusiveError)) throw error;
      this.#lastFailure = error.message;
      return false;
    }
  }

  #keep(result: JudgedResult): void {
    const { invariant, law } = result;
    if (this.#broken.has(invariant)) return;
    this.#broken.set(invariant, { ...result, invariant: `${invariant} (during the run)`, law });
  }
}
