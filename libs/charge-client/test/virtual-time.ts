import type { Clock, Sleep } from '../src/request/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** A clock that jumps to the next timer whenever nothing else is left to do: a minute of waiting takes no time. */
export class VirtualTime implements Clock {
  #nowMs = 0;
  #timers: Timer[] = [];

  /** 2026-11-20T10:00:00Z, so that HTTP-dates and startedAt have something to show. */
  readonly #epochMs = Date.UTC(2026, 10, 20, 10);

  wallMs = (): number => this.#epochMs + this.#nowMs;
  monotonicMs = (): number => this.#nowMs;

  sleep: Sleep = (ms, signal) =>
    new Promise((resolve) => {
      const timer = { atMs: this.#nowMs + ms, fire: () => resolve('elapsed') };
      this.#timers.push(timer);
      const onAbort = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        resolve('aborted');
      };
      if (signal.aborted) {
        onAbort();
      }
      signal.addEventListener('abort', onAbort, { once: true });
    });

  at(atMs: number, fire: () => void): void {
    this.#timers.push({ atMs, fire });
  }

  /** Runs the work to its end, moving time on whenever it waits. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const markOver = (): void => {
      state.isOver = true;
    };
    work.then(markOver, markOver);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.isOver) {
        return work;
      }
      this.#jump();
    }
  }

  #jump(): void {
    const next = this.#timers.reduce<Timer | undefined>((first, timer) => {
      return first === undefined || timer.atMs < first.atMs ? timer : first;
    }, undefined);
    if (next === undefined) {
      throw new Error('the work waits for something that no timer will bring');
    }
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.fire();
  }
}
