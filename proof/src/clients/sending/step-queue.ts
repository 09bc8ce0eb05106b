import type { PlannedStep } from '../workload/workload-plan.ts';
import type { OperationTracks } from './operation-tracks.ts';

/** Hands out steps in their order, as far as what they depend on allows. */
export class StepQueue {
  readonly #steps: Iterator<PlannedStep>;
  readonly #tracks: OperationTracks;
  #waiting: PlannedStep[] = [];
  #givenUp = 0;

  constructor(steps: Iterable<PlannedStep>, tracks: OperationTracks) {
    this.#steps = steps[Symbol.iterator]();
    this.#tracks = tracks;
  }

  /** Steps that are never sent, because what they depend on was refused. */
  get givenUp(): number {
    return this.#givenUp;
  }

  /** The next step that is ready; undefined while all that is left waits for the end of another. */
  take(): PlannedStep | undefined {
    return this.#takeWaiting() ?? this.#takeNew();
  }

  /** What is left waits for operations that have no verdict: nothing will come of it any more. */
  giveUpRest(): void {
    for (const step of this.#waiting.splice(0)) this.#giveUp(step);
    for (let next = this.#steps.next(); !next.done; next = this.#steps.next()) this.#giveUp(next.value);
  }

  #takeWaiting(): PlannedStep | undefined {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const [index, step] of waiting.entries()) {
      if (this.#sort(step) === 'ready') {
        this.#waiting.push(...waiting.slice(index + 1));
        return step;
      }
    }
    return undefined;
  }

  #takeNew(): PlannedStep | undefined {
    for (let next = this.#steps.next(); !next.done; next = this.#steps.next()) {
      if (this.#sort(next.value) === 'ready') return next.value;
    }
    return undefined;
  }

  /** Puts a step where it belongs, unless it is ready. */
  #sort(step: PlannedStep): 'ready' | 'put away' {
    const readiness = this.#tracks.readinessOf(step);
    if (readiness === 'ready') return 'ready';
    if (readiness === 'waiting') this.#waiting.push(step);
    else this.#giveUp(step);
    return 'put away';
  }

  #giveUp(step: PlannedStep): void {
    this.#tracks.noteNotSent(step);
    this.#givenUp += 1;
  }
}
