import { readFile } from 'node:fs/promises';
import { hasCode } from './has-code.ts';

/**
 * Tells one process from a later one that got the same pid (in a container every first process has the same): the
 * start time in clock ticks since boot. `unknown` where there is no /proc; the pid alone then has to do.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedTicks: string;
}

const UNKNOWN_TICKS = 'unknown';

export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, startedTicks: (await readStat(pid))?.startedTicks ?? UNKNOWN_TICKS };
}

export async function isRunning({ pid, startedTicks }: ProcessIdentity): Promise<boolean> {
  if (!answersSignals(pid)) return false;
  const stat = await readStat(pid);
  if (stat === undefined || startedTicks === UNKNOWN_TICKS) return true;
  // A zombie answers signals until its parent collects it, but will never write again.
  return stat.startedTicks === startedTicks && stat.state !== 'Z' && stat.state !== 'X';
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return hasCode(error, 'EPERM');
  }
}

/** Fields 3 and 22 of proc(5); counted after the command, which is in parentheses and may hold blanks itself. */
async function readStat(pid: number): Promise<{ state: string; startedTicks: string } | undefined> {
  let text: string;
  try {
    text = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // No /proc on this system, or the process ended meanwhile; both mean that there is nothing to compare with.
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startedTicks] = [fields[0], fields[19]];
  return state === undefined || startedTicks === undefined ? undefined : { state, startedTicks };
}
