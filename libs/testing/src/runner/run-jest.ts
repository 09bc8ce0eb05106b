import { cacheRoot } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
}

export interface JestRun {
  suite: string;
  patterns: string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Where Jest's own report is kept for others to read; it is thrown away otherwise. */
  keepReportAt?: string | undefined;
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

/**
 * Suites on servers share two cores with Postgres and the broker: more workers would only time each other out. Suites of
 * whole processes wait more than they work, for leases and sessions to end.
 */
const WORKERS: Record<string, number> = { unit: 2, contract: 1, integration: 2, e2e: 2 };

export const addCounts = (left: Counts, right: Counts): Counts => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
});

/** A suite that does not load counts as a failure, and so does a test that is skipped: silence proves nothing. */
export const countsOf = (report: JestReport): Counts => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.numRuntimeErrorTestSuites + report.numPendingTests + report.numTodoTests,
});

const argumentsOf = ({ suite, patterns }: JestRun, reportFile: string): string[] => [
  join(REPOSITORY_ROOT, 'node_modules/jest/bin/jest.js'),
  ...['--selectProjects', suite, '--maxWorkers', String(WORKERS[suite] ?? 1), '--passWithNoTests'],
  ...['--cacheDirectory', join(REPOSITORY_ROOT, 'node_modules/.cache/jest')],
  ...['--json', '--outputFile', reportFile, '--testTimeout', '60000', ...patterns],
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
    const env = { TMPDIR: folder, ONCE_CACHE_DIR: await cacheRoot() };
    const code = await waitForEnd(run, reportFile, env);
    const report = await readFile(reportFile, 'utf8').catch(() => undefined);
    if (report === undefined) return { passed: 0, failed: 1 };
    if (run.keepReportAt) await copyFile(reportFile, run.keepReportAt);
    const counts = countsOf(JSON.parse(report) as JestReport);
    // Jest also exits non-zero for things it does not count, such as an open handle or a failed global hook.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    // A database of an interrupted test may take a moment to let go of its files.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
