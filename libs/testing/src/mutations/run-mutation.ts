import type { WorkingCopy } from '@once/working-copy';
import type { TestRun } from './judge-run.ts';
import type { Mutation } from './mutation.ts';
import { runSuiteIn, type SuiteReport } from './run-suite.ts';

const toTestRun = ({ testResults, numRuntimeErrorTestSuites }: SuiteReport): TestRun => {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) =>
    results.filter((result) => result.status === status).map(({ fullName }) => fullName);
  return { passed: named('passed'), failed: named('failed'), isLoaded: numRuntimeErrorTestSuites === 0 };
};

/** Runs the mutation's test file in the copy. */
export async function runTestOf(
  { suite, test }: Pick<Mutation, 'suite' | 'test'>,
  copy: WorkingCopy,
  options: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<TestRun> {
  const report = await runSuiteIn(copy, { suite, tests: [test] }, options);
  return report ? toTestRun(report) : { passed: [], failed: [], isLoaded: false };
}
