import { relative } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
  /** What failed, a line each, by file and name. */
  failures: readonly string[];
}

/** What is used of the report that Jest writes with `--json`. */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly {
    /** Absolute path of the suite's file. */
    name: string;
    status: string;
    assertionResults: readonly { fullName: string; status: string }[];
  }[];
}

export const NO_COUNTS: Counts = { passed: 0, failed: 0, failures: [] };

export const addCounts = (left: Counts, right: Counts): Counts => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  failures: [...left.failures, ...right.failures],
});

const failuresOf = ({ name, status, assertionResults }: JestReport['testResults'][number], root: string): string[] => {
  const file = relative(root, name);
  if (status === 'failed' && assertionResults.length === 0) return [`${file}: the suite does not load`];
  return assertionResults
    .filter((result) => result.status !== 'passed')
    .map((result) => `${file}: ${result.fullName}${result.status === 'failed' ? '' : ` (${result.status})`}`);
};

/**
 * A suite that does not load counts as a failure, and so does a test that is skipped: silence proves nothing.
 *
 * @param root the folder that the names of files are told from
 */
export const countsOf = (report: JestReport, root: string): Counts => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests + report.numRuntimeErrorTestSuites + report.numPendingTests + report.numTodoTests,
  failures: report.testResults.flatMap((suite) => failuresOf(suite, root)),
});
