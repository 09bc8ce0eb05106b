import type { WorkingCopy } from '@once/working-copy';
import type { TestRun } from './judge-run.ts';
import type { Mutation } from './mutation.ts';
import { runSuiteIn, type SuiteReport } from './run-suite.ts';

/** With the first failure's own words, or those of a file that did not load; empty where nothing failed. */
export interface ToldTestRun extends TestRun {
  readonly why: string;
}

const toTestRun = ({ testResults, numRuntimeErrorTestSuites }: SuiteReport): ToldTestRun => {
  const isLoaded = numRuntimeErrorTestSuites === 0;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) =>
    results.filter((result) => result.status === status).map(({ fullName }) => fullName);
  const why = isLoaded
    ? results.flatMap(({ failureMessages }) => failureMessages)[0]
    : testResults.find(({ message }) => message !== '')?.message;
  return { passed: named('passed'), failed: named('failed'), isLoaded, why: why ?? '' };
};

/** Runs the mutation's test file in the copy. */
export async function runTestOf(
  { suite, test }: Pick<Mutation, 'suite' | 'test'>,
  copy: WorkingCopy,
  options: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<ToldTestRun> {
  const report = await runSuiteIn(copy, { suite, tests: [test] }, options);
  return report ? toTestRun(report) : { passed: [], failed: [], isLoaded: false, why: 'the run left no report' };
}
