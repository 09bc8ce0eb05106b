import type { SeededRandom } from '../../plan/seeded-random.ts';
import { callOf, type CallDetails, type PlannedOperation } from './planned-operation.ts';
import type { Dependency, PlannedCall, PlannedStep } from './workload-plan.ts';

export interface Moment {
  /** Steps are sent in the order of their positions; one story begins at every whole number. */
  readonly position: number;
  readonly after: readonly Dependency[];
}

/** Digits enough to tell the calls of the largest run apart, and to sort them as text. */
const ID_DIGITS = 6;

/** Collects the steps of a plan, and gives operations, calls and keys their names. */
export class WorkloadDraft {
  readonly #label: string;
  readonly #keys: SeededRandom;
  readonly #steps: { readonly position: number; readonly step: PlannedStep }[] = [];
  readonly #operations: PlannedOperation[] = [];
  readonly #positions = new Map<string, number>();
  #calls = 0;

  constructor(label: string, keys: SeededRandom) {
    this.#label = label;
    this.#keys = keys;
  }

  get operations(): readonly PlannedOperation[] {
    return this.#operations;
  }

  addOperation(details: Omit<PlannedOperation, 'operation' | 'key'>, key = this.#nextKey()): PlannedOperation {
    const operation = { ...details, operation: this.#nameOf('o', this.#operations.length + 1), key };
    this.#operations.push(operation);
    return operation;
  }

  newCall(operation: PlannedOperation, details: Omit<CallDetails, 'call'>): PlannedCall {
    this.#calls += 1;
    return callOf(operation, { ...details, call: this.#nameOf('c', this.#calls) });
  }

  addStep(calls: readonly PlannedCall[], { position, after }: Moment): void {
    this.#steps.push({ position, step: { calls, after } });
    for (const { operation } of calls) if (!this.#positions.has(operation)) this.#positions.set(operation, position);
  }

  /** Where an operation is first asked for. @throws Error for one that is not */
  positionOf({ operation }: PlannedOperation): number {
    const position = this.#positions.get(operation);
    if (position === undefined) throw new Error(`nothing asks for ${operation} yet`);
    return position;
  }

  /** Steps at one position stay in the order in which they were added. */
  finish(): PlannedStep[] {
    return this.#steps.toSorted((left, right) => left.position - right.position).map(({ step }) => step);
  }

  #nextKey(): string {
    return `${this.#label}-${this.#keys.hex(24)}`;
  }

  #nameOf(kind: 'o' | 'c', number: number): string {
    return `${this.#label}-${kind}${String(number).padStart(ID_DIGITS, '0')}`;
  }
}
