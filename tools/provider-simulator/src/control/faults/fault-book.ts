import type { Payment } from '../../core/payment.ts';
import type { ResultEntry } from '../../core/record-entry.ts';
import type { ControlRun, LookupContext } from '../behaviour.ts';
import { ArmedFault } from './armed-fault.ts';
import type { FaultPhase } from './fault-kind.ts';
import type { FaultSetting } from './fault-schema.ts';
import type { FaultOccasion } from './fault-trigger.ts';

/** Each is looked at for every request; more is a generator gone wild. */
export const MAX_FAULTS = 100;

/** The faults in force, in their order: the first that interrupts is the end of a request. */
export class FaultBook {
  #faults: ArmedFault[] = [];
  #run: ControlRun | undefined;
  #armed = 0;

  replace(settings: readonly FaultSetting[], run: ControlRun): void {
    this.#run = run;
    this.#armed = 0;
    this.#faults = [];
    for (const setting of settings) this.append(setting);
  }

  /** Returns false when the book is full. */
  append(setting: FaultSetting): boolean {
    const run = this.#run;
    if (run === undefined || this.#faults.length >= MAX_FAULTS) return false;
    this.#armed += 1;
    this.#faults.push(new ArmedFault(setting, run.nowMs(), run.random(`fault:${this.#armed}`)));
    return true;
  }

  clear(): void {
    this.#faults = [];
  }

  settings(): FaultSetting[] {
    return this.#faults.map(({ setting }) => setting);
  }

  counted(): (FaultSetting & { bitten: number })[] {
    return this.#faults.map(({ setting, bitten }) => ({ ...setting, bitten }));
  }

  strike(phase: FaultPhase | 'lookup', context: LookupContext & FaultOccasion) {
    return this.#faults.length === 0 ? undefined : this.#strike(phase, context);
  }

  async #strike(phase: FaultPhase | 'lookup', context: LookupContext & FaultOccasion) {
    for (const fault of this.#faults) {
      if (fault.action.phase === 'effect' || !fault.bites(phase, context, this.#nowMs())) continue;
      const interruption = await fault.action.act(context);
      if (interruption !== undefined) return interruption;
    }
    return undefined;
  }

  /** What the provider does instead of what it decided. A fault that cannot be done has not bitten. */
  alter(decided: ResultEntry, payment: Payment | undefined, occasion: FaultOccasion): ResultEntry {
    for (const fault of this.#faults) {
      if (fault.action.phase !== 'effect') continue;
      const altered = fault.action.alter(decided, payment);
      if (altered !== undefined && fault.bites('effect', occasion, this.#nowMs())) return altered;
    }
    return decided;
  }

  #nowMs(): number {
    return this.#run?.nowMs() ?? 0;
  }
}
