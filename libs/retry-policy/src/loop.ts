import { fullJitterDelayMs } from './full-jitter.ts';

export interface LoopOptions {
  /** Does one round and says after how many milliseconds the next one is due. */
  step: () => Promise<number>;
  /** Called at the first failure of a streak, and no more until a round has succeeded: an outage is one event. */
  onFailure: (error: unknown) => void;
  onRecovery?: () => void;
  /** Upper end of the wait after failed rounds, milliseconds. */
  backoffCapMs: number;
}

const BACKOFF_BASE_MS = 100;

/**
 * Runs rounds until it is stopped. A failing round never ends the loop: whatever it waits for (a database, a broker)
 * comes back some day, and nobody would restart a process that still looks alive.
 */
export class Loop {
  private running: Promise<void> | undefined;
  private isStopping = false;
  private isWoken = false;
  private endWait: (() => void) | undefined;
  private failures = 0;

  private readonly options: LoopOptions;

  constructor(options: LoopOptions) {
    this.options = options;
  }

  start(): void {
    this.isStopping = false;
    this.running ??= this.run();
  }

  /** Ends the current wait, or skips the next one when a round is running. */
  wake(): void {
    this.isWoken = true;
    this.endWait?.();
  }

  /** Resolves when the round that runs now, if any, is finished. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.endWait?.();
    await this.running;
    this.running = undefined;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const waitMs = await this.runOnce();
      await this.wait(waitMs);
    }
  }

  private async runOnce(): Promise<number> {
    this.isWoken = false;
    try {
      const waitMs = await this.options.step();
      if (this.failures > 0) this.options.onRecovery?.();
      this.failures = 0;
      return waitMs;
    } catch (error) {
      this.failures += 1;
      if (this.failures === 1) this.options.onFailure(error);
      const capMs = this.options.backoffCapMs;
      return fullJitterDelayMs({ retry: this.failures, baseMs: BACKOFF_BASE_MS, capMs, random: Math.random });
    }
  }

  private async wait(waitMs: number): Promise<void> {
    // A wake during the round counts only against a loop that works: after a failure it would defeat the backoff.
    if (this.isStopping || (this.isWoken && this.failures === 0)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endWait = undefined;
  }
}
