import { cacheRoot } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOf, type Counts, type JestReport } from './jest-report.ts';
import type { Suite } from './suites.ts';

export interface JestRun {
  suite: Suite;
  patterns: string[];
  /** A regular expression that full names of tests have to match. */
  named?: string | undefined;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Where Jest's own report is kept for others to read; it is thrown away otherwise. */
  keepReportAt?: string | undefined;
}

/**
 * Suites on servers share two cores with Postgres and the broker: more workers would only time each other out. Suites of
 * whole processes wait more than they work, for leases and sessions to end.
 */
const WORKERS: Record<Suite, number> = { unit: 2, contract: 1, integration: 2, e2e: 2, long: 2 };

/**
 * Of a test and of a hook, as of the start of a whole stack on a machine a few times slower than usual. More than
 * `eventually` waits, so that it is heard what was waited for.
 */
const TEST_TIMEOUT_MS = 180_000;

const argumentsOf = ({ suite, patterns, named }: JestRun, reportFile: string): string[] => [
  join(REPOSITORY_ROOT, 'node_modules/jest/bin/jest.js'),
  ...['--selectProjects', suite, '--maxWorkers', String(WORKERS[suite]), '--passWithNoTests'],
  ...['--cacheDirectory', join(REPOSITORY_ROOT, 'node_modules/.cache/jest')],
  ...(named === undefined ? [] : [`--testNamePattern=${named}`]),
  ...['--json', '--outputFile', reportFile, '--testTimeout', String(TEST_TIMEOUT_MS), ...patterns],
];

const waitForEnd = (run: JestRun, reportFile: string, env: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argumentsOf(run, reportFile), {
      cwd: REPOSITORY_ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...run.env,
        ...env,
        NODE_OPTIONS: '--experimental-vm-modules --conditions=once-source --no-warnings',
        PACT_DO_NOT_TRACK: 'true',
      },
    });
    run.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });

/** Runs one suite and counts its results from Jest's report; a run that left no report counts as one failure. */
export async function runJest(run: JestRun): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'once-jest-'));
  // The databases of end-to-end suites run under another user, who must be able to pass through.
  await chmod(folder, 0o711);
  const reportFile = join(folder, 'report.json');
  try {
    // Whatever a test leaves behind when it is interrupted lies in here and goes with it; the caches stay.
    const env = { TMPDIR: folder, ONCE_CACHE_DIR: await cacheRoot(), ONCE_SHORT_RUN: '1' };
    const code = await waitForEnd(run, reportFile, env);
    const report = await readFile(reportFile, 'utf8').catch(() => undefined);
    if (report === undefined) return { passed: 0, failed: 1, failures: [`${run.suite}: Jest left no report`] };
    if (run.keepReportAt) await copyFile(reportFile, run.keepReportAt);
    const counts = countsOf(JSON.parse(report) as JestReport, REPOSITORY_ROOT);
    // Jest also exits non-zero for things it does not count, such as an open handle or a failed global hook.
    if (code === 0 || counts.failed > 0) return counts;
    return { ...counts, failed: 1, failures: [`${run.suite}: Jest ended with ${code} though every test passed`] };
  } finally {
    // A database of an interrupted test may take a moment to let go of its files.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
