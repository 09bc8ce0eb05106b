export interface WindowCount {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly count: number;
}

/** Counts events by the window of the wall clock that they fall into; windows without any are not kept. */
export class WindowCounts {
  readonly #windowMs: number;
  readonly #counts = new Map<number, number>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(atMs: number): void {
    const window = Math.floor(atMs / this.#windowMs);
    this.#counts.set(window, (this.#counts.get(window) ?? 0) + 1);
  }

  get peak(): number {
    return this.windows.reduce((peak, { count }) => Math.max(peak, count), 0);
  }

  /** Oldest first. */
  get windows(): WindowCount[] {
    return [...this.#counts]
      .sort(([left], [right]) => left - right)
      .map(([window, count]) => ({ fromMs: window * this.#windowMs, count }));
  }
}
