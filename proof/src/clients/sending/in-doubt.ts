import type { EndEntry } from '../../model/history.ts';
import type { PlannedCall, PlannedStep } from '../workload/workload-plan.ts';

/** Calls that ended without a verdict, of each operation one: whoever asks again, asks for all of them. */
export class InDoubt {
  readonly #calls = new Map<string, PlannedCall>();

  get size(): number {
    return this.#calls.size;
  }

  noteEnd(call: PlannedCall, { outcome }: EndEntry): void {
    if (outcome === 'unknown') this.#calls.set(nameOf(call), call);
  }

  /** Takes them out, as steps that ask again: the same key and the same request, under a name of their own. */
  takeAsSteps(round: number): PlannedStep[] {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    return calls.map((call) => ({ calls: [askAgain(call, round)], after: [] }));
  }
}

/** A changed request under the key of an operation is another question than the operation. */
const nameOf = ({ operation, intent }: PlannedCall): string => `${operation} ${intent === 'reuse'}`;

const askAgain = (call: PlannedCall, round: number): PlannedCall => ({
  ...call,
  call: `${call.call.replace(/-again\d+$/, '')}-again${round}`,
  intent: call.intent === 'reuse' ? 'reuse' : 'duplicate',
  preferWaitS: null,
});
