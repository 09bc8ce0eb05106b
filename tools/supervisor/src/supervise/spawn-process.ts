import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { hasCode } from '@once/stack';

export interface ProcessCommand {
  name: string;
  /** Arguments of Node. */
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Both output streams are appended to it. */
  logFile: string;
}

export interface Ending {
  exitCode: number | null;
  description: string;
}

/** Who writes down what was started, so that it ends even when the supervisor is killed. */
export interface ProcessRegister {
  adopt(name: string, pid: number): void;
  release(pid: number): void;
}

export interface SpawnedProcess {
  /** Null when it could not be started; then it has ended already. */
  readonly pid: number | null;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  /** To its whole process group; does nothing when it is gone. */
  signal(signal: NodeJS.Signals): void;
}

/** Starts Node in a process group of its own: a Ctrl-C in the terminal must reach the supervisor only. */
export function spawnProcess(command: ProcessCommand, register: ProcessRegister): SpawnedProcess {
  const output = openSync(command.logFile, 'a', 0o600);
  const { args, cwd, env } = command;
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const pid = child.pid ?? null;
  if (pid !== null) register.adopt(command.name, pid);
  let isOver = false;
  const ended = waitForEnd(child).then((ending) => {
    isOver = true;
    if (pid !== null) register.release(pid);
    return ending;
  });
  return {
    pid,
    ended,
    signal: (signal) => {
      if (!isOver && pid !== null) signalGroup(pid, signal);
    },
  };
}

function waitForEnd(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) =>
      resolve({ exitCode, description: signal === null ? `exit code ${exitCode}` : `signal ${signal}` }),
    );
    child.once('error', (error) => resolve({ exitCode: null, description: error.message }));
  });
}

function signalGroup(leaderPid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leaderPid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}
