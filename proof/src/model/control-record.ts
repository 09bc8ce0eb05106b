import type { PhaseRecord, RunEnvironment, RunVerdict } from './run-record.ts';

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

/** What a run of the negative controls leaves: controls.json. */
export interface ControlsRecord {
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly environment: RunEnvironment;
  /** `pass`: all were caught. `broken`: one was not. `inconclusive`: none stayed green, and not all could be run. */
  readonly verdict: RunVerdict;
  /** The copy, each scenario without a patch, and each control. */
  readonly phases: readonly PhaseRecord[];
  readonly controls: readonly ControlRecord[];
  /** What kept the run from its end; null when nothing did. */
  readonly problem: string | null;
}
