import { constants } from 'node:os';

const CAUGHT = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Whatever ends the demo before its verdict: a signal, a reader that went away, or its own bound on time. */
export class Interruption {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    // The handlers stay: a second Ctrl-C must not cut the clean-up short.
    for (const name of CAUGHT)
      process.on(name, () => this.#end(`interrupted by ${name}`, 128 + constants.signals[name]));
    // `npm run demo | head`: nobody reads any more, and without this the next write would end the process as it stands.
    process.stdout.on('error', (error: Error) => this.#end(`cannot write the output: ${error.message}`, 2));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the demo unless `bound` is called again within `ms`. */
  bound(ms: number, what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(`${what} took longer than ${ms / 60_000} minutes`, 2), ms);
  }

  /** Rejects when the demo is to end, else as `work` does: not everything that waits can be told to stop. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#aborted()]);
  }

  #aborted(): Promise<never> {
    return new Promise((_resolve, reject) => {
      const { signal } = this.#controller;
      const fail = (): void => reject(signal.reason as Error);
      if (signal.aborted) fail();
      else signal.addEventListener('abort', fail, { once: true });
    });
  }

  #end(message: string, exitCode: number): void {
    this.#controller.abort(new InterruptedError(message, exitCode));
  }
}
