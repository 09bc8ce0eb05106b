import { describe, expect, it } from '@jest/globals';
import { addCounts, countsOf, NO_COUNTS, type JestReport } from './jest-report.ts';

const NOTHING: JestReport = {
  numPassedTests: 0,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

describe('countsOf', () => {
  it('names each test that failed, was skipped or is only planned, and none that passed', () => {
    const assertionResults = [
      { fullName: 'a charge is made once', status: 'passed' },
      { fullName: 'a charge is posted once', status: 'failed' },
      { fullName: 'a refund is made once', status: 'pending' },
      { fullName: 'a refund is posted once', status: 'todo' },
    ];
    const testResults = [{ name: '/root/apps/relay/src/relay.spec.ts', status: 'failed', assertionResults }];
    const report = { ...NOTHING, numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };
    expect(countsOf({ ...report, testResults }, '/root')).toEqual({
      passed: 1,
      failed: 3,
      failures: [
        'apps/relay/src/relay.spec.ts: a charge is posted once',
        'apps/relay/src/relay.spec.ts: a refund is made once (pending)',
        'apps/relay/src/relay.spec.ts: a refund is posted once (todo)',
      ],
    });
  });

  it('names a suite that does not load', () => {
    const testResults = [{ name: '/root/libs/money/src/money.spec.ts', status: 'failed', assertionResults: [] }];
    expect(countsOf({ ...NOTHING, numRuntimeErrorTestSuites: 1, testResults }, '/root')).toEqual({
      passed: 0,
      failed: 1,
      failures: ['libs/money/src/money.spec.ts: the suite does not load'],
    });
  });
});

describe('addCounts', () => {
  it('keeps the failures of both', () => {
    const one = { passed: 2, failed: 1, failures: ['one'] };
    const other = { passed: 3, failed: 1, failures: ['other'] };
    expect(addCounts(addCounts(NO_COUNTS, one), other)).toEqual({ passed: 5, failed: 2, failures: ['one', 'other'] });
  });
});
