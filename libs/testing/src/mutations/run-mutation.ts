import type { WorkingCopy } from '@once/working-copy';
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRun } from './judge-run.ts';
import type { Mutation } from './mutation.ts';

interface Report {
  testResults: { assertionResults: { fullName: string; status: string }[]; message: string }[];
  numRuntimeErrorTestSuites: number;
}

/** A mutated suite may hang where the safeguard kept it going; that is a red one too, but not for ever. */
const LIMIT_MS = 5 * 60_000;

const toTestRun = ({ testResults, numRuntimeErrorTestSuites }: Report): TestRun => {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) =>
    results.filter((result) => result.status === status).map(({ fullName }) => fullName);
  return { passed: named('passed'), failed: named('failed'), isLoaded: numRuntimeErrorTestSuites === 0 };
};

/** Runs the mutation's test file in the copy, by the copy's own runner: migrations of the copy make its databases. */
export async function runTestOf(
  { suite, test }: Pick<Mutation, 'suite' | 'test'>,
  copy: WorkingCopy,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<TestRun> {
  const reportFile = join(copy.folder, 'mutation-report.json');
  await rm(reportFile, { force: true });
  const runner = join(copy.folder, 'libs/testing/src/run-tests.cli.ts');
  const args = ['--conditions=once-source', '--no-warnings', runner, '--only', suite, '--report', reportFile, test];
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
  return report ? toTestRun(JSON.parse(report) as Report) : { passed: [], failed: [], isLoaded: false };
}
