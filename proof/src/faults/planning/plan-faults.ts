import { SeededRandom } from '../../plan/seeded-random.ts';
import type { Fault, FaultLane, FaultOrders, PreparedFault } from '../fault.ts';
import type { Selection } from './select-faults.ts';

export interface PlannedFault extends PreparedFault {
  readonly fault: Fault;
}

export interface FaultPlan {
  /** By lane, in the order in which they are to bite. */
  readonly lanes: Readonly<Record<FaultLane, readonly PlannedFault[]>>;
  /** About how long the longest lane takes. */
  readonly lastsMs: number;
}

/** Who does what to whom, in which order. The same seed and selection give the same plan byte for byte. */
export function planFaults(seed: string | number, { faults, scope }: Selection, backlog = 0): FaultPlan {
  const own = new SeededRandom(seed).split('faults');
  const demand = { seed: String(seed), backlog };
  const inLane = (lane: FaultLane): PlannedFault[] =>
    own
      .split(`order of ${lane}`)
      .shuffled(faults.filter((fault) => fault.lane === lane))
      .map((fault) => ({ fault, ...fault.prepare(own.split(fault.name), scope, demand) }));
  const lanes = { whole_run: inLane('whole_run'), provider: inLane('provider'), processes: inLane('processes') };
  const lastsMs = Object.values(lanes).map((lane) =>
    lane.reduce((sum, { fault }) => sum + fault.lastsMs(scope, demand), 0),
  );
  return { lanes, lastsMs: Math.max(...lastsMs) };
}

export interface ScheduledFault {
  readonly lane: FaultLane;
  readonly name: string;
  readonly orders: FaultOrders;
}

/** The plan as it is shown and compared. */
export const scheduleOf = ({ lanes }: FaultPlan): ScheduledFault[] =>
  Object.values(lanes).flatMap((lane) =>
    lane.map(({ fault, orders }) => ({ lane: fault.lane, name: fault.name, orders })),
  );

/** True where a fault needs a second provider. */
export const needsOtherProvider = ({ lanes }: FaultPlan): boolean =>
  Object.values(lanes).some((lane) => lane.some(({ fault }) => fault.needsOtherProvider === true));

/** Environment of single processes that the planned faults need from the start on. */
export const instanceEnvOf = ({ lanes }: FaultPlan): Readonly<Record<string, Record<string, string>>> =>
  Object.assign(
    {},
    ...Object.values(lanes).flatMap((lane) => lane.map(({ instanceEnv }) => instanceEnv ?? {})),
  ) as Record<string, Record<string, string>>;
