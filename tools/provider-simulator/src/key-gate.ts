/** Lets one request per provider key through at a time; the others of that key wait in line. */
export class KeyGate {
  readonly #lastInLine = new Map<string, Promise<void>>();

  isHeld(key: string): boolean {
    return this.#lastInLine.has(key);
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const predecessor = this.#lastInLine.get(key);
    const turn = Promise.withResolvers<void>();
    this.#lastInLine.set(key, turn.promise);
    try {
      await predecessor;
      return await work();
    } finally {
      if (this.#lastInLine.get(key) === turn.promise) this.#lastInLine.delete(key);
      turn.resolve();
    }
  }
}
