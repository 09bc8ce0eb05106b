import type { WorkingCopy } from '@once/working-copy';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of Jest's report that tells what became of each test. */
export interface SuiteReport {
  testResults: {
    /** Path of the test file. */
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
  numRuntimeErrorTestSuites: number;
}

export interface SuiteRun {
  suite: string;
  /** Test files, relative to the root. */
  tests: readonly string[];
  /** A regular expression that full names have to match; all run without one. */
  named?: string | undefined;
}

/** A run that left no report says why. */
export type SuiteOutcome = { readonly report: SuiteReport } | { readonly report: undefined; readonly why: string };

export interface SuiteOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  limitMs?: number;
  graceMs?: number;
}

/**
 * Where what was changed kept a suite going, it may hang: it is stopped then, and nothing is known about it. Long enough
 * for three tests that hang until Jest gives them up, as each of those is red.
 */
const LIMIT_MS = 10 * 60_000;
/** For the runner to end Jest and remove what the tests left; whoever hangs through that is killed. */
const GRACE_MS = 20_000;
/** Characters: about what fills a screen. */
const LAST_WORDS = 4000;

/** Jest and its workers as well: they are in the group of their runner. */
const killGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** Resolves to its last words, for the case that it leaves nothing else. */
const runToEnd = async (args: string[], cwd: string, options: SuiteOptions): Promise<string> => {
  const { env, signal, graceMs = GRACE_MS } = options;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-LAST_WORDS)));
  let killing: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    killing = setTimeout(() => killGroup(child), graceMs);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      // Not when its pipe is closed: whoever a test has left behind may hold that.
      child.once('exit', () => resolve());
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
    return lastWords.trim();
  } finally {
    clearTimeout(killing);
    signal.removeEventListener('abort', stop);
    child.stderr.destroy();
  }
};

/** Runs test files in the copy, by the copy's own runner: migrations of the copy make its databases. */
export async function runSuiteIn(
  copy: Pick<WorkingCopy, 'folder'>,
  { suite, tests, named }: SuiteRun,
  options: SuiteOptions,
): Promise<SuiteOutcome> {
  const reportFile = join(copy.folder, 'suite-report.json');
  await rm(reportFile, { force: true });
  const runner = join(copy.folder, 'libs/testing/src/run-tests.cli.ts');
  const filter = named === undefined ? [] : [`--named=${named}`];
  const args = [
    '--conditions=once-source',
    '--no-warnings',
    runner,
    '--only',
    suite,
    '--report',
    reportFile,
    ...filter,
  ];
  const { signal, limitMs = LIMIT_MS } = options;
  const limit = AbortSignal.timeout(limitMs);
  const either = AbortSignal.any([signal, limit]);
  const lastWords = await runToEnd([...args, ...tests], copy.folder, { ...options, signal: either });
  // Whatever a run that was stopped has reported may be the work of the stop.
  if (signal.aborted) return { report: undefined, why: 'interrupted' };
  if (limit.aborted) return { report: undefined, why: `stopped: it was still running after ${limitMs / 1000} s` };
  const report = await readFile(reportFile, 'utf8').catch(() => undefined);
  if (report === undefined) return { report, why: `the run left no report. Its last words:\n${lastWords}` };
  return { report: JSON.parse(report) as SuiteReport };
}
