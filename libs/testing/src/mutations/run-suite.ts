import type { WorkingCopy } from '@once/working-copy';
import { spawn } from 'node:child_process';
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
}

/** A changed suite may hang where what was changed kept it going; that is a red one too, but not for ever. */
const LIMIT_MS = 5 * 60_000;

/**
 * Runs test files in the copy, by the copy's own runner: migrations of the copy make its databases.
 * Undefined when the run left no report.
 */
export async function runSuiteIn(
  copy: WorkingCopy,
  { suite, tests }: SuiteRun,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<SuiteReport | undefined> {
  const reportFile = join(copy.folder, 'suite-report.json');
  await rm(reportFile, { force: true });
  const runner = join(copy.folder, 'libs/testing/src/run-tests.cli.ts');
  const args = ['--conditions=once-source', '--no-warnings', runner, '--only', suite, '--report', reportFile, ...tests];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: copy.folder,
      env: { ...process.env, ...env, NODE_OPTIONS: '' },
      stdio: 'ignore',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
      killSignal: 'SIGTERM',
    });
    child.once('error', (error) => (error.name === 'AbortError' ? undefined : reject(error)));
    child.once('close', () => resolve());
  });
  const report = await readFile(reportFile, 'utf8').catch(() => undefined);
  return report === undefined ? undefined : (JSON.parse(report) as SuiteReport);
}
