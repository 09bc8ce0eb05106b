import type { BacklogRecord, CrashPointRecord, FaultRecord } from '../model/fault-record.ts';
import type { HerdRecord } from '../model/workload-record.ts';
import type { FaultContext } from './fault-context.ts';
import type { FaultPlan, PlannedFault } from './planning/plan-faults.ts';

/** What the faults of a run came to. */
export interface FaultLog {
  readonly faults: FaultRecord[];
  readonly crashPoints: CrashPointRecord[];
  /** One for each time that a backlog was made. */
  readonly backlogs: BacklogRecord[];
  /** Likewise for the clients that failed together. */
  readonly herds: HerdRecord[];
  /** Faults that could not do what they were to do, and why. */
  readonly problems: string[];
}

export const newFaultLog = (): FaultLog => ({ faults: [], crashPoints: [], backlogs: [], herds: [], problems: [] });

/** Those that bite one after the other; resolves when the last one is over. */
export async function runFaultLanes(plan: FaultPlan, context: FaultContext, log: FaultLog): Promise<void> {
  const { provider, processes } = plan.lanes;
  await Promise.all([provider, processes].map((lane) => runLane(lane, context, log)));
}

/** Those that last as long as there is traffic. */
export async function runWholeRunFaults(plan: FaultPlan, context: FaultContext, log: FaultLog): Promise<void> {
  await Promise.all(plan.lanes.whole_run.map((planned) => runFault(planned, context, log)));
}

async function runLane(lane: readonly PlannedFault[], context: FaultContext, log: FaultLog): Promise<void> {
  for (const planned of lane) {
    context.tell(planned.fault.name);
    await runFault(planned, context, log);
  }
}

/** One that fails is noted, and the others go on: each has something of its own to show. @throws when aborted */
async function runFault({ fault, run }: PlannedFault, context: FaultContext, log: FaultLog): Promise<void> {
  const fromMs = context.sinceStartMs();
  try {
    const { crashPoints = [], backlog, herd, ...report } = await run(context);
    log.faults.push({ name: fault.name, ...report });
    log.crashPoints.push(...crashPoints);
    if (backlog) log.backlogs.push(backlog);
    if (herd) log.herds.push(herd);
  } catch (error) {
    context.signal.throwIfAborted();
    log.problems.push(`${fault.name}: ${error instanceof Error ? error.message : String(error)}`);
    log.faults.push({ name: fault.name, injected: 0, bites: 0, windows: [{ fromMs, toMs: context.sinceStartMs() }] });
  }
}
