import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseShouldRetry, type Answer } from './attempt-result.ts';
import { nextStepAfter, type NextStep } from './next-step.ts';

const answer = (status: number, rest: Partial<Answer> = {}): Answer => ({ kind: 'answer', status, ...rest });

describe('nextStepAfter', () => {
  it.each([200, 201, 202, 204, 307, 400, 402, 404, 409, 422, 503])(
    'retries an answer that cannot be read, whatever its status: %i',
    (status) => expect(nextStepAfter({ kind: 'unreadable_answer', status })).toBe('retry'),
  );

  it('retries when no answer came', () => {
    expect(nextStepAfter({ kind: 'no_answer' })).toBe('retry');
  });

  it.each([200, 201, 204])('is done with %i, whatever the headers say', (status) => {
    expect(nextStepAfter(answer(status, { shouldRetry: true, retryAfterMs: 1_000 }))).toBe('succeeded');
  });

  it.each<[number, NextStep]>([
    [202, 'wait'],
    [302, 'not_retryable'],
    [400, 'not_retryable'],
    [401, 'not_retryable'],
    [402, 'not_retryable'],
    [404, 'not_retryable'],
    [408, 'retry'],
    [409, 'not_retryable'],
    [422, 'not_retryable'],
    [425, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [501, 'not_retryable'],
    [502, 'retry'],
    [503, 'retry'],
    [504, 'retry'],
    [505, 'not_retryable'],
  ])('takes a bare %i as %s', (status, step) => {
    expect(nextStepAfter(answer(status))).toBe(step);
  });

  it.each<[string, Partial<Answer>, NextStep]>([
    ['idempotency_key_in_use', { code: 'idempotency_key_in_use' }, 'wait'],
    ['charge_busy', { code: 'charge_busy' }, 'wait'],
    ['retryable: true', { code: 'something_new', retryable: true }, 'wait'],
    ['retryable: false', { code: 'charge_busy', retryable: false }, 'not_retryable'],
    ['reference_in_use', { code: 'reference_in_use', retryable: false }, 'not_retryable'],
  ])('takes a 409 that says %s for what it says', (_title, rest, step) => {
    expect(nextStepAfter(answer(409, rest))).toBe(step);
  });

  it.each<[number, boolean | undefined, number | undefined, NextStep]>([
    // Should-Retry beats everything below it, in both directions.
    [503, false, 1_000, 'told_not_to_retry'],
    [503, false, undefined, 'told_not_to_retry'],
    [202, false, 1_000, 'told_not_to_retry'],
    [409, false, 1_000, 'told_not_to_retry'],
    [400, true, undefined, 'retry'],
    [422, true, undefined, 'retry'],
    [409, true, undefined, 'wait'],
    // Retry-After beats the status where Should-Retry is silent; on a redirect it means something else.
    [403, undefined, 1_000, 'retry'],
    [403, undefined, 0, 'retry'],
    [409, undefined, 1_000, 'wait'],
    [301, undefined, 1_000, 'not_retryable'],
    // The status is asked last.
    [503, undefined, undefined, 'retry'],
    [403, undefined, undefined, 'not_retryable'],
  ])('status %i, Should-Retry %s, Retry-After %s: %s', (status, shouldRetry, retryAfterMs, step) => {
    expect(nextStepAfter(answer(status, { shouldRetry, retryAfterMs }))).toBe(step);
  });

  it('never tries again after Should-Retry: false', () => {
    const status = fc.integer({ min: 100, max: 599 });
    const retryAfterMs = fc.option(fc.nat(), { nil: undefined });
    fc.assert(
      fc.property(status, retryAfterMs, fc.option(fc.boolean(), { nil: undefined }), (code, afterMs, retryable) => {
        const step = nextStepAfter(answer(code, { shouldRetry: false, retryAfterMs: afterMs, retryable }));
        return step === 'told_not_to_retry' || step === 'succeeded';
      }),
    );
  });
});

describe('parseShouldRetry', () => {
  it.each([
    ['true', true],
    [' FALSE ', false],
    ['yes', undefined],
    ['', undefined],
    [null, undefined],
    ['true, false', undefined],
  ])('reads %j as %s', (header, expected) => {
    expect(parseShouldRetry(header)).toBe(expected);
  });
});
