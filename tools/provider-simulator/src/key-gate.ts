/** Lets one request per provider key through at a time; the others of that key wait in line. */
export class KeyGate {
  readonly #capacity: number;
  readonly #lastInLine = new Map<string, Promise<void>>();
  #inside = 0;

  /** `capacity` bounds all requests inside or in line, of all keys together. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get isFull(): boolean {
    return this.#inside >= this.#capacity;
  }

  isHeld(key: string): boolean {
    return this.#lastInLine.has(key);
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const predecessor = this.#lastInLine.get(key);
    const turn = Promise.withResolvers<void>();
    this.#lastInLine.set(key, turn.promise);
    this.#inside += 1;
    try {
      await predecessor;
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#lastInLine.get(key) === turn.promise) this.#lastInLine.delete(key);
      turn.resolve();
    }
  }
}
