import { REPOSITORY_ROOT } from '@once/supervisor';
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
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

/** Suites on servers share two cores with Postgres and the broker: more workers would only time each other out. */
const WORKERS: Record<string, number> = { unit: 2, contract: 1, integration: 2, e2e: 1 };

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
  ...['--json', '--outputFile', reportFile, '--testTimeout', '60000', ...patterns],
];

const waitForEnd = (run: JestRun, reportFile: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argumentsOf(run, reportFile), {
      cwd: REPOSITORY_ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...run.env,
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
  const reportFile = join(folder, 'report.json');
  try {
    const code = await waitForEnd(run, reportFile);
    const report = await readFile(reportFile, 'utf8').catch(() => undefined);
    if (report === undefined) return { passed: 0, failed: 1 };
    if (run.keepReportAt) await copyFile(reportFile, run.keepReportAt);
    const counts = countsOf(JSON.parse(report) as JestReport);
    // Jest also exits non-zero for things it does not count, such as an open handle or a failed global hook.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
