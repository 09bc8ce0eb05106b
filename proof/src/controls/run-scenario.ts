import type { WorkingCopy } from '@once/working-copy';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RunSummary } from '../report/evidence/summary.ts';
import type { ShowProgress } from '../report/terminal/phase-log.ts';
import type { Scenario } from './control.ts';

export interface ScenarioOptions {
  /** Folder for the evidence of this run. */
  readonly evidence: string;
  readonly signal: AbortSignal;
  readonly progress: ShowProgress;
}

/** Its verdict, or why there is none. */
export type ScenarioRun = { readonly summary: RunSummary } | { readonly problem: string };

/**
 * Runs the proof of the copy, as a process of its own: its harness and its checker are the ones that are committed, and
 * what it starts is what was built there. @throws the signal's reason, when the run has ended and left nothing behind
 */
export async function runScenario(
  { folder }: Pick<WorkingCopy, 'folder'>,
  { seed, operations, faults, patienceS }: Scenario,
  { evidence, signal, progress }: ScenarioOptions,
): Promise<ScenarioRun> {
  const what = ['--seed', seed, '--ops', String(operations), '--faults', faults.join()];
  const how = ['--patience', String(patienceS), '--json', '--evidence', evidence];
  const cli = join(folder, 'proof/src/prove.cli.ts');
  const args = ['--conditions=once-source', '--no-warnings', cli, ...what, ...how];
  const { output, lastLine, code } = await runToItsEnd(args, { folder, signal, progress });
  signal.throwIfAborted();
  try {
    return { summary: JSON.parse(output) as RunSummary };
  } catch {
    return { problem: `the run ended without a verdict (exit code ${code}): ${lastLine}` };
  }
}

interface Ended {
  readonly output: string;
  readonly lastLine: string;
  readonly code: number | null;
}

function runToItsEnd(
  args: readonly string[],
  { folder, signal, progress }: Omit<ScenarioOptions, 'evidence'> & { readonly folder: string },
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  // Told to end and not killed: it has a stack to take down. `close` comes when it has.
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGTERM',
  });
  let output = '';
  let lastLine = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastLine = text.trim().split('\n').at(-1)?.trim() ?? lastLine;
    progress(lastLine);
  });
  child.once('error', (error) => (error.name === 'AbortError' ? undefined : reject(error)));
  child.once('close', (code) => resolve({ output, lastLine, code }));
  return promise;
}
