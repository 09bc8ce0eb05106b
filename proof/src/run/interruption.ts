const CAUGHT = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Whatever ends a run before its verdict: a signal, a reader that went away, or the run's own bound on time. */
export class Interruption {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    // The handlers stay: a second Ctrl-C must not cut the clean-up short.
    for (const name of CAUGHT) process.on(name, () => this.end(`interrupted by ${name}`));
    // `npm run prove | head`: nobody reads any more, and without this the next write would end the process as it stands.
    process.stdout.on('error', (error: Error) => this.end(`the output cannot be written: ${error.message}`));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the run unless it is over, or `bound` is called again, within `ms`. */
  bound(ms: number, what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(`${what} took longer than ${Math.round(ms / 1_000)} s`), ms);
  }

  /** The bounded work is over. */
  unbound(): void {
    clearTimeout(this.#timer);
  }

  end(message: string): void {
    this.#controller.abort(new InterruptedError(message));
  }
}
