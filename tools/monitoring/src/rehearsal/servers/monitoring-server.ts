import type { RunningOnce } from '@once/supervisor';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../until.ts';

export interface ServerCommand {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly url: string;
}

const READY_WITHIN_S = 60;

/**
 * Starts a process that ends with the stack whatever happens: it is written down where the stack's watchdog finds it.
 * Resolves when it is ready, to what ends it.
 */
export async function startServer(
  { name, file, args, url }: ServerCommand,
  { serverStack }: RunningOnce,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const log = openSync(join(serverStack.dataDir, `${name}.log`), 'a');
  const child = spawn(file, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const { pid } = child;
  // Told by the missing pid, or by what never gets ready; without a listener it would end this process as it stands.
  child.on('error', () => undefined);
  if (pid === undefined) throw new Error(`${file} can't be started`);
  serverStack.adopt(name, pid);
  const ended = once(child, 'exit').then(() => serverStack.release(pid));
  await until(`${name} is ready`, READY_WITHIN_S, signal, async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/-/ready`);
    return answer.ok ? true : undefined;
  });
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}
