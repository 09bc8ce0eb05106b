import type { AttemptReport } from './statistics/attempt-statistics.ts';
import type { EndsByIntent } from './statistics/end-counts.ts';
import type { PlanCounts } from './workload/workload-plan.ts';

/** What the clients of one workload did and were told. */
export interface WorkloadReport {
  readonly label: string;
  readonly planned: PlanCounts;
  /** Calls that have ended, those of the settling included; each has its one `end` in the history. */
  readonly callsEnded: number;
  /** Have begun and not ended. */
  readonly callsUnderWay: number;
  readonly ends: EndsByIntent;
  /** How the chargeable operations ended; when all is settled they add up to the planned ones. */
  readonly chargeable: {
    readonly acknowledged: number;
    readonly refused: number;
    readonly inDoubt: number;
    /** Never asked for, because what they depend on came to nothing. */
    readonly notSent: number;
  };
  /** Calls without a verdict that have not been repeated since. */
  readonly callsInDoubt: number;
  readonly stepsGivenUp: number;
  readonly attempts: AttemptReport;
}
