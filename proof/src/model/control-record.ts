/** One layer taken away, with everything that would cover for it. */
export interface ControlRecord {
  readonly name: string;
  /** The layer, and the mechanisms that were removed with it because they would have covered for it. */
  readonly removed: string;
  /** Invariant that has to turn red. */
  readonly expectedInvariant: string;
  /** Invariants that did. */
  readonly reddened: readonly string[];
  readonly caught: boolean;
  /** What was seen, or why it could not be applied. */
  readonly detail: string;
}
