import type { OperationStop } from '@once/charge-client';
import { describe, expect, it } from '@jest/globals';
import { judgeAnswer } from './judge-answer.ts';

describe('judgeAnswer', () => {
  it.each<[number, OperationStop, string]>([
    [201, 'succeeded', 'ok'],
    [200, 'succeeded', 'ok'],
    [402, 'told_not_to_retry', 'refused'],
    [422, 'not_retryable', 'refused'],
    [404, 'told_not_to_retry', 'refused'],
    [409, 'not_retryable', 'refused'],
    [202, 'waits_exhausted', 'unknown'],
    [202, 'deadline', 'unknown'],
    [409, 'deadline', 'unknown'],
    [503, 'budget_exhausted', 'unknown'],
    [500, 'told_not_to_retry', 'unknown'],
    [503, 'retries_exhausted', 'unknown'],
    [401, 'told_not_to_retry', 'unknown'],
    [429, 'not_retryable', 'unknown'],
    [307, 'not_retryable', 'unknown'],
    [402, 'aborted', 'unknown'],
  ])('takes %d after %s for %s', (status, stopReason, outcome) => {
    expect(judgeAnswer({ status, stopReason })).toBe(outcome);
  });
});
