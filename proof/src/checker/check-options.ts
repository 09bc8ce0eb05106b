import type { CheckedAt } from '../model/finding.ts';

export interface CheckOptions {
  /** `always`: while the run goes on, what holds at every instant. `drained`: at rest, all of it. */
  readonly at: CheckedAt;
  /** See `World.noCrashes`. Default false: process counters are then only bounded from above. */
  readonly noCrashes?: boolean;
  /** False leaves the metrics out; their invariants are then not shown. Default true. */
  readonly withMetrics?: boolean;
}
