import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcess } from './end-process.ts';
import { identifyProcess } from './process-identity.ts';
import type { RunFolder } from './run-folder.ts';

const END_BOUND_MS = 5_000;

export interface Watchdog {
  /** Call it when the run's folder is gone; resolves when the watchdog has ended. */
  end(): Promise<void>;
}

/**
 * Starts a small process that notices the death of this one, even by SIGKILL, as the end of a pipe, and then cleans
 * the run. So an interrupted test runner leaves no broker behind, not even until the next start.
 */
export function startWatchdog(run: RunFolder): Watchdog {
  const main = fileURLToPath(new URL(`./watchdog.main${extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, [main, run.path], {
    detached: true,
    cwd: '/',
    // NODE_OPTIONS of a test runner or debugger are not meant for it.
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  (child.stdin as Socket).unref();
  // Without it a killed run waits for the next start to be cleaned, which is no reason to refuse this one.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  if (child.pid !== undefined) run.record('watchdog', child.pid);
  const identity = child.pid === undefined ? null : identifyProcess(child.pid);
  return {
    async end() {
      child.stdin.destroy();
      if (identity) await endProcess(identity, 'SIGTERM', END_BOUND_MS);
    },
  };
}
