import { toAction, type FaultSetting } from './fault-schema.ts';
import type { FaultAction } from './fault-kind.ts';
import { isInWindow, isMeantFor, type FaultOccasion } from './fault-trigger.ts';

/** A fault in force, with the count of what it has done. */
export class ArmedFault {
  readonly setting: FaultSetting;
  readonly action: FaultAction;
  readonly #armedAtMs: number;
  readonly #random: () => number;
  #bitten = 0;

  constructor(setting: FaultSetting, armedAtMs: number, random: () => number) {
    this.setting = setting;
    this.action = toAction(setting);
    this.#armedAtMs = armedAtMs;
    this.#random = random;
  }

  get bitten(): number {
    return this.#bitten;
  }

  /** Whether it bites now; counted at once, so that requests at the same time share its `times`. */
  bites(phase: FaultAction['phase'] | 'lookup', occasion: FaultOccasion, nowMs: number): boolean {
    const { setting } = this;
    const isMeant =
      (phase === 'lookup' || phase === this.action.phase) &&
      isMeantFor(setting, occasion) &&
      isInWindow(setting, nowMs - this.#armedAtMs) &&
      (setting.times === undefined || this.#bitten < setting.times);
    // The draw comes last: only what could be bitten uses one up, so a seed means the same whatever else goes by.
    if (!isMeant || this.#random() >= setting.probability) return false;
    this.#bitten += 1;
    return true;
  }
}
