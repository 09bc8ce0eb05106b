/** A run of the proof, small enough for a layer's absence and rough enough to need the layer. */
export interface Scenario {
  /** Fixes operations and faults, so that a control meets the same run as its baseline. */
  readonly seed: string;
  readonly operations: number;
  /** As `--faults` takes them. */
  readonly faults: readonly string[];
  /** How long what has still to come is waited for: what a missing layer has lost never comes. */
  readonly patienceS: number;
}

/** What has to turn red. */
export interface Expectation {
  /** An invariant of the checker, or a law of the retries (`judge-retries.ts`). */
  readonly invariant: string;
  /** Part of what one of its findings must say, where the invariant alone could be red for another reason. */
  readonly finding?: string;
}

/** One layer taken away, in a scenario in which it is the last defence. */
export interface Control {
  readonly name: string;
  /** What is removed. */
  readonly layer: string;
  /** Every mechanism that would cover for it, and is removed with it. */
  readonly covers: readonly string[];
  /** Patches that remove it, relative to the root; applied together, in this order, to a copy of the sources. */
  readonly patches: readonly string[];
  readonly scenario: Scenario;
  readonly expected: Expectation;
}

/** As reports show it. */
export const removedBy = ({ layer, covers }: Control): string =>
  covers.length === 0 ? layer : `${layer}; and with it: ${covers.join('; ')}`;
