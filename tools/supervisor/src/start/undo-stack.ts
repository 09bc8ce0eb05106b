/** What was started, to be ended in reverse order: by a stop, or by a start that failed half-way. */
export class UndoStack {
  readonly #steps: (() => unknown)[] = [];
  #run: Promise<void> | undefined;

  /** A promise that it returns is waited for. */
  push(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Runs every step even if an earlier one fails, and only once however often it is called. */
  run(): Promise<void> {
    this.#run ??= this.#runAll();
    return this.#run;
  }

  async #runAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return;
    const messages = failures.map((error) => (error instanceof Error ? error.message : String(error)));
    throw new AggregateError(failures, `The stack did not stop cleanly: ${messages.join('; ')}`);
  }
}
