import { monitorEventLoopDelay } from 'node:perf_hooks';
import { planBurst } from '../../clients/plan-burst.ts';
import { peakLimitOf } from '../../clients/statistics/peak-limit.ts';
import type { WorkloadPlan } from '../../clients/workload/workload-plan.ts';
import type { HerdRecord } from '../../model/workload-record.ts';
import { until } from '../../run/until.ts';
import type { FaultContext } from '../fault-context.ts';
import type { Fault, FaultReport } from '../fault.ts';

/** More would take a busy machine longer to tell that they lost their connections, and so fall out of step by themselves. */
const CLIENTS = 120;
/** Of the first retry. Wide enough that a herd in step stands out by far from one that is not, on a busy machine too. */
const JITTER_WINDOW_MS = 8_000;
/** They wait for the door however long that takes, and lose nothing but their connections. */
const PATIENCE = {
  attemptTimeoutMs: 30_000,
  deadlineMs: 90_000,
  retry: { baseMs: JITTER_WINDOW_MS, capMs: JITTER_WINDOW_MS },
} as const;
const BUDGET_TOKENS = 5 * CLIENTS;
/**
 * Of those that stood at the door beside the herd and come back within its first window, where few of the herd do: runs
 * have shown 6 to 11. More of it would hide a herd whose busy process has spread it over a quarter of a second.
 */
const MOST_OTHER_RETRIES = 12;
const AT_DOOR_WITHIN_MS = 20_000;
/** A stall of the harness may fall into one of them, and then nothing could be told from its peak. */
const TRIES = 5;
const STALL_RESOLUTION_MS = 10;
const NS_PER_MS = 1e6;

export const frontDoorOutage: Fault = {
  name: 'front-door-outage',
  about: 'A hundred clients and all others lose their connections in one moment, and come back.',
  isQuick: true,
  lane: 'processes',
  disturbsProcesses: false,
  lastsMs: () => 16_000,
  prepare: (_random, _scope, { seed }) => ({
    orders: { clients: CLIENTS, jitterWindowMs: JITTER_WINDOW_MS },
    run: (context) => loseAllAtOnce(context, seed),
  }),
};

/** It bites once for each request that is lost. @throws Error when the harness stood still for too long each time */
async function loseAllAtOnce(context: FaultContext, seed: string): Promise<FaultReport> {
  const fromMs = context.sinceStartMs();
  let bites = 0;
  let stallMs = 0;
  for (let round = 1; round <= TRIES; round += 1) {
    const plan = planBurst({ seed, operations: CLIENTS, refundsPerSale: 0, label: herdLabel(round) });
    const lost = await context.undisturbed(() => loseHerd(context, plan));
    bites += lost.requests;
    stallMs = lost.stallMs;
    const herd = herdRecord(plan.label, stallMs);
    const report = { injected: round, bites, windows: [{ fromMs, toMs: context.sinceStartMs() }] };
    if (canTell(herd)) return { ...report, herd };
  }
  throw new Error(`the clients stood still for ${Math.round(stallMs)} ms, so that a herd in step would not stand out`);
}

/** Of the part of the workload that one round is. */
const herdLabel = (round: number): string => `herd-${round}`;

function herdRecord(label: string, stallMs: number): HerdRecord {
  const herd = { clients: CLIENTS, jitterWindowMs: JITTER_WINDOW_MS, stallMs: Math.round(stallMs) };
  return { ...herd, label, otherRetries: MOST_OTHER_RETRIES, limit: peakLimitOf(herd) + MOST_OTHER_RETRIES };
}

/** A herd in step may fall half into one window and half into the next. */
const canTell = ({ limit, clients }: HerdRecord): boolean => limit < clients / 2;

async function loseHerd(
  { door, load, signal }: FaultContext,
  plan: WorkloadPlan,
): Promise<{ requests: number; stallMs: number }> {
  const delays = monitorEventLoopDelay({ resolution: STALL_RESOLUTION_MS });
  door.shut();
  const sent = load.sendExtra(plan, { parallel: CLIENTS, patience: PATIENCE, budgetTokens: BUDGET_TOKENS });
  // Awaited below; until then the door may fail first.
  sent.catch(() => undefined);
  const all = (): true | undefined => (door.waiting >= CLIENTS ? true : undefined);
  let requests = 0;
  try {
    await until('the clients stand at the door', all, { withinMs: AT_DOOR_WITHIN_MS, everyMs: 20, signal });
  } finally {
    // Whatever came of it: behind a door that stays shut nothing else could be shown.
    delays.enable();
    requests = door.open();
  }
  await sent;
  delays.disable();
  return { requests, stallMs: delays.max / NS_PER_MS };
}
