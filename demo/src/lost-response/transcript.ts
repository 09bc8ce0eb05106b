export type Actor = 'client' | 'proxy' | 'truth';

export interface Step {
  /** Since the first step. */
  readonly atMs: number;
  readonly actor: Actor;
  readonly text: string;
}

/** What happened, in the order in which it was seen, with its times. */
export class Transcript {
  readonly steps: Step[] = [];
  readonly #beganAtMs = performance.now();

  note(actor: Actor, text: string): void {
    this.steps.push({ atMs: performance.now() - this.#beganAtMs, actor, text });
  }

  has(actor: Actor, count: number): boolean {
    return this.steps.filter((step) => step.actor === actor).length >= count;
  }
}
