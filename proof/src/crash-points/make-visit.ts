import type { FaultContext } from '../faults/fault-context.ts';
import { NotInTimeError, until } from '../run/until.ts';
import type { ArmedMode, CrashMode, Taking } from './failpoint-folder.ts';
import { readInFlight } from './in-flight.ts';
import { RECIPES } from './recipes.ts';
import type { Visit, Visited } from './visit.ts';

/** Traffic passes most labels many times a second; a group of consumers may be in the middle of a rebalance. */
const TAKEN_WITHIN_MS = { 'charge-api': 20_000, relay: 20_000, 'ledger-consumer': 45_000 } as const;
/** The promise is 15 s; what takes longer is reported as what it took. */
const RECOVERED_WITHIN_MS = 60_000;
/** Longer than the lease of 8 s or of 3 s; shorter than a consumer's session, whose loss is a fault of its own. */
const HANG_MS = { 'charge-api': 9_500, relay: 5_000, 'ledger-consumer': 9_000 } as const;

/** Arms a label, leads operations to it, and sees the crash and what comes after it. */
export async function makeVisit(context: FaultContext, visit: Visit): Promise<Visited> {
  const { failpoints, targets, patienceMs, signal } = context;
  const { app, label, mode } = visit;
  const taking = await provoke(context, visit);
  if (!taking) return { ...visit, isTaken: false, recoveredMs: null };
  const inFlight = await until('what is in flight can be read', () => readInFlight(app, targets), {
    withinMs: RECOVERED_WITHIN_MS,
    signal,
  });
  await failpoints.disarm(label);
  await backAtWork(context, taking, mode);
  const isFinished = async (): Promise<true | undefined> => ((await inFlight.isFinished()) ? true : undefined);
  const withinMs = Math.min(RECOVERED_WITHIN_MS, patienceMs);
  const isRecovered = await inTime(until('what was in flight is finished', isFinished, { withinMs, signal }));
  return { ...visit, isTaken: true, recoveredMs: isRecovered ? Date.now() - taking.atMs : null };
}

/** @returns who took it, if anybody came by */
async function provoke(context: FaultContext, { app, label, mode }: Visit): Promise<Taking | undefined> {
  const { failpoints, signal } = context;
  const before = (await failpoints.takingsOf(label)).length;
  await failpoints.arm(label, armedMode(mode, HANG_MS[app]));
  await RECIPES[label]?.lead(context);
  const ask = async (): Promise<Taking | undefined> => (await failpoints.takingsOf(label))[before];
  const taking = await inTime(
    until(`${label} is reached`, ask, { withinMs: TAKEN_WITHIN_MS[app], everyMs: 50, signal }),
  );
  if (!taking) await failpoints.disarm(label);
  return taking;
}

const armedMode = (mode: CrashMode, hangMs: number): ArmedMode => (mode === 'hang' ? { mode, ms: hangMs } : { mode });

function backAtWork({ processes }: FaultContext, { process, pid }: Taking, mode: CrashMode): Promise<void> {
  return mode === 'kill' ? processes.untilReplaced(process, pid) : processes.untilReady(process);
}

/** That something did not come is an outcome here. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotInTimeError) return undefined;
    throw error;
  }
}
