import { setTimeout as delay } from 'node:timers/promises';
import { judgeProcess, type ProcessIdentity } from './process-identity.ts';

const POLL_MS = 25;
/** A process in uninterruptible I/O can outlive SIGKILL; waiting longer than this would only hide it. */
const KILL_BOUND_MS = 10_000;

/** Ends exactly this process: the signal first, SIGKILL when it is still there after `boundMs`. False if it survives. */
export async function endProcess(target: ProcessIdentity, signal: NodeJS.Signals, boundMs: number): Promise<boolean> {
  if (judgeProcess(target) !== 'alive') return true;
  signalGroup(target.pid, signal);
  if (await isGoneWithin(target, boundMs)) return true;
  signalGroup(target.pid, 'SIGKILL');
  return isGoneWithin(target, KILL_BOUND_MS);
}

/** Every child of the stack leads a process group of its own, so that a tool's own children end with it. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leaderPid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGoneWithin(target: ProcessIdentity, boundMs: number): Promise<boolean> {
  const deadline = performance.now() + boundMs;
  while (judgeProcess(target) === 'alive') {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
