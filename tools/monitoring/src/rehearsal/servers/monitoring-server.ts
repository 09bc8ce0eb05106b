import type { RunningOnce } from '@once/supervisor';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../until.ts';

/** What has to be there before a rehearsal can begin. */
export class MissingToolError extends Error {
  override readonly name = 'MissingToolError';
}

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
  const { pid } = child;
  if (pid === undefined) {
    await once(child, 'error').catch(() => undefined);
    throw new MissingToolError(`${file} can't be started: apt-get install prometheus prometheus-alertmanager`);
  }
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
