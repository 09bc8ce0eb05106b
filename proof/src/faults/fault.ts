import type { BacklogRecord, CrashPointRecord, FaultWindow } from '../model/fault-record.ts';
import type { HerdRecord } from '../model/workload-record.ts';
import type { SeededRandom } from '../plan/seeded-random.ts';
import type { FaultContext } from './fault-context.ts';

/**
 * `whole_run` faults go on for as long as there is traffic. The others bite one after the other, in an order of the
 * seed's; one lane does not wait for the other.
 */
export type FaultLane = 'whole_run' | 'provider' | 'processes';

/** How much of a fault that comes in many kinds is wanted. */
export type FaultScope = 'all' | 'quick';

export interface FaultReport {
  readonly injected: number;
  /** How often it really hit inside of its critical window. */
  readonly bites: number;
  readonly windows: readonly FaultWindow[];
  readonly crashPoints?: readonly CrashPointRecord[];
  readonly backlog?: BacklogRecord;
  readonly herd?: HerdRecord;
}

/** What a run is asked for beyond the names of its faults. */
export interface FaultDemand {
  readonly seed: string;
  /** Operations that `broker-down` sends while the broker is down. */
  readonly backlog: number;
}

/** What was drawn for a fault; the schedule is made of these. */
export type FaultOrders = Readonly<Record<string, string | number | readonly object[]>>;

export interface PreparedFault {
  readonly orders: FaultOrders;
  /** Environment of single processes that it needs from their start on. */
  readonly instanceEnv?: Readonly<Record<string, Record<string, string>>>;
  readonly run: (context: FaultContext) => Promise<FaultReport>;
}

/** One way to break something on purpose. */
export interface Fault {
  readonly name: string;
  readonly about: string;
  /** Bites within seconds, so that a quick run can afford it. */
  readonly isQuick: boolean;
  readonly lane: FaultLane;
  /** A process ends, stands still, or loses what it owned: what it counted itself is no longer complete. */
  readonly disturbsProcesses: boolean;
  /** Changes routes or links, so that the whole run has to be in a network namespace of its own. */
  readonly needsOwnNetwork?: boolean;
  /** Needs a second provider, with an account and a record of its own, from the start to the end of the run. */
  readonly needsOtherProvider?: boolean;
  /** About how long it takes; the traffic is spread by it. */
  readonly lastsMs: (scope: FaultScope, demand: FaultDemand) => number;
  /** Draws what is left to chance; all of it from `random`, the fault's own stream. */
  readonly prepare: (random: SeededRandom, scope: FaultScope, demand: FaultDemand) => PreparedFault;
  /** Of a fault that comes in many kinds one of them, as it is asked for: `NAME:PART`. Undefined for one that it has not. */
  readonly narrowed?: (part: string) => Fault | undefined;
}
