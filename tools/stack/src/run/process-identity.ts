import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** A process id alone may be reused by another program; together with its start time it names one process. */
export interface ProcessIdentity {
  pid: number;
  startTime: string;
}

/** `elsewhere`: written in another pid namespace (a container that shares the folder), where ids mean nothing here. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

export interface ProcStat {
  state: string;
  startTicks: string;
}

/** Fields 3 and 22 of /proc/pid/stat (proc_pid_stat(5)); the name in field 2 may itself contain spaces and brackets. */
export function parseProcStat(text: string): ProcStat | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  return state && startTicks ? { state, startTicks } : null;
}

/** Null when no such process runs; a zombie, which nobody has waited for yet, counts as gone. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startTime = process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
  return startTime === null ? null : { pid, startTime };
}

export function judgeProcess(identity: ProcessIdentity): Liveness {
  const here = currentNamespace();
  const [bootId, pidNamespace] = identity.startTime.split(' ');
  if (here !== null && bootId === here.bootId && pidNamespace !== here.pidNamespace) return 'elsewhere';
  return identifyProcess(identity.pid)?.startTime === identity.startTime ? 'alive' : 'dead';
}

function startTimeFromProc(pid: number): string | null {
  const stat = readIfThere(() => parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8')));
  if (stat === null || stat.state === 'Z' || stat.state === 'X') return null;
  const { bootId, pidNamespace } = currentNamespace() ?? { bootId: '-', pidNamespace: '-' };
  return `${bootId} ${pidNamespace} ${stat.startTicks}`;
}

function startTimeFromPs(pid: number): string | null {
  const line = readIfThere(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }));
  return line?.trim() || null;
}

/** Ticks count from the boot and pids live in a namespace, so both belong to the identity. */
function currentNamespace(): { bootId: string; pidNamespace: string } | null {
  if (process.platform !== 'linux') return null;
  return readIfThere(() => ({
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    pidNamespace: readlinkSync('/proc/self/ns/pid'),
  }));
}

/** A process may end between any two looks at it: whatever can't be read means "not there". */
function readIfThere<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
