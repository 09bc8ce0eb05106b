import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { signalGroup } from '../run/end-process.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { ServerFailedError } from './server-failed.error.ts';
import { readLog } from './server-log.ts';

export interface ChildSpec {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Both output streams are appended to it. */
  logFile: string;
  /** The user to run as, where it is not ours. */
  account?: { uid: number; gid: number } | null;
}

export interface Child {
  readonly pid: number;
  /** Never rejects. */
  readonly ended: Promise<string>;
  /** How it ended, null while it runs. */
  readonly ending: string | null;
  signal(signal: NodeJS.Signals): void;
  /** What it wrote. */
  log(): Promise<string>;
}

/** Starts a process in a group of its own: a Ctrl-C in the terminal must reach us, and not the servers behind our back. */
export async function startChild(spec: ChildSpec, run: RunFolder): Promise<Child> {
  const output = openSync(spec.logFile, 'a', 0o600);
  const logStart = fstatSync(output).size;
  const { command, args, cwd, env, account } = spec;
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output],
    ...(account ?? {}),
  });
  closeSync(output);
  if (child.pid !== undefined) run.record(spec.name, child.pid);
  const pid = await waitForSpawn(child, spec);
  return watchChild(child, pid, run, () => readLog(spec.logFile, logStart));
}

function watchChild(child: ChildProcess, pid: number, run: RunFolder, log: () => Promise<string>): Child {
  let ending = describeEnding(child.exitCode, child.signalCode);
  const ended = new Promise<string>((resolve) => {
    const settle = (description: string) => {
      ending = description;
      run.forget(pid);
      resolve(description);
    };
    if (ending !== null) settle(ending);
    else child.once('exit', (code, signal) => settle(describeEnding(code, signal) ?? 'ended'));
  });
  return {
    pid,
    ended,
    get ending() {
      return ending;
    },
    signal: (signal) => {
      if (ending === null) signalGroup(pid, signal);
    },
    log,
  };
}

function describeEnding(code: number | null, signal: NodeJS.Signals | null): string | null {
  if (signal !== null) return `signal ${signal}`;
  return code === null ? null : `exit code ${code}`;
}

function waitForSpawn(child: ChildProcess, spec: ChildSpec): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid as number));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const hint =
        error.code === 'EACCES' ? ' Is the temp folder mounted noexec? Then set TMPDIR to another folder.' : '';
      reject(new ServerFailedError(`Can't run ${spec.command}: ${error.message}.${hint}`, ''));
    });
  });
}
