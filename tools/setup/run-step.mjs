import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** An installation script that does not listen to a signal is not waited for any longer. */
const PATIENCE_MS = 10_000;

/**
 * Runs one step in the foreground. A signal that we get goes on to it, and ends us when it has ended: nothing is left
 * at work. Resolves to its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env: NodeJS.ProcessEnv}} options
 * @returns {Promise<number>}
 */
export async function runStep(command, args, { cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  let received = null;
  const forward = (signal) => {
    received = signal;
    child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode, signal) => resolve(exitCode ?? 128 + (constants.signals[signal] ?? 0)));
    });
    if (received === null) return code;
    process.stderr.write(`Interrupted (${received}). The next start goes on from here.\n`);
    process.exit(128 + constants.signals[received]);
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}
