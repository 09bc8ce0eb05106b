import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideRetry, type RetryQuestion } from './decide-retry.ts';
import { RETRY_DEFAULTS } from './retry-defaults.ts';

const question = (changes: Partial<RetryQuestion> = {}): RetryQuestion => ({
  result: { kind: 'no_answer' },
  retriesDone: 0,
  waitsDone: 0,
  nowMs: 1_000,
  deadlineAtMs: 61_000,
  policy: RETRY_DEFAULTS,
  random: () => 0.5,
  ...changes,
});

const answered = (status: number, retryAfterMs?: number): RetryQuestion['result'] => ({
  kind: 'answer',
  status,
  retryAfterMs,
});

describe('decideRetry', () => {
  it('retries a lost answer after full jitter and spends budget', () => {
    expect(decideRetry(question({ retriesDone: 2 }))).toEqual({
      kind: 'retry',
      spendsBudget: true,
      delayMs: 100,
      jitterMs: 100,
      jitterBoundMs: 200,
      retryAfterMs: 0,
    });
  });

  it('adds the jitter to Retry-After and never takes from it', () => {
    expect(decideRetry(question({ result: answered(503, 3_000) }))).toEqual({
      kind: 'retry',
      spendsBudget: true,
      delayMs: 3_025,
      jitterMs: 25,
      jitterBoundMs: 50,
      retryAfterMs: 3_000,
    });
  });

  it('backs off from a second upwards when throttled', () => {
    expect(decideRetry(question({ result: answered(429) }))).toMatchObject({ kind: 'retry', jitterBoundMs: 1_000 });
  });

  it.each([202, 409])('waits on %i with a back-off of its own and spends nothing', (status) => {
    const result = { kind: 'answer' as const, status, retryAfterMs: 1_000 };
    expect(decideRetry(question({ result, retriesDone: 9, waitsDone: 1 }))).toEqual({
      kind: 'wait',
      spendsBudget: false,
      delayMs: 1_500,
      jitterMs: 500,
      jitterBoundMs: 1_000,
      retryAfterMs: 1_000,
    });
  });

  it('bounds retries and waits apart from each other', () => {
    const spent = { retriesDone: RETRY_DEFAULTS.maxRetries, waitsDone: 0 };
    expect(decideRetry(question(spent))).toEqual({ kind: 'stop', reason: 'retries_exhausted' });
    expect(decideRetry(question({ ...spent, result: answered(202) }))).toMatchObject({ kind: 'wait' });

    const waited = { retriesDone: 0, waitsDone: RETRY_DEFAULTS.maxWaits };
    expect(decideRetry(question({ ...waited, result: answered(202) }))).toEqual({
      kind: 'stop',
      reason: 'waits_exhausted',
    });
    expect(decideRetry(question(waited))).toMatchObject({ kind: 'retry' });
  });

  it('grants a stranger the time that it asks for, and spends budget on asking again', () => {
    const result = { kind: 'unreadable_answer' as const, status: 429, retryAfterMs: 3_000 };
    expect(decideRetry(question({ result }))).toMatchObject({
      ...{ kind: 'retry', spendsBudget: true, retryAfterMs: 3_000, delayMs: 3_500, jitterBoundMs: 1_000 },
    });
  });

  it('stops when the pause does not end before the deadline', () => {
    const result = answered(503, 10_000);
    expect(decideRetry(question({ result, deadlineAtMs: 11_025 }))).toEqual({ kind: 'stop', reason: 'deadline' });
    expect(decideRetry(question({ result, deadlineAtMs: 11_026 }))).toMatchObject({ kind: 'retry', delayMs: 10_025 });
    expect(decideRetry(question({ result: answered(202, 86_400_000) }))).toEqual({ kind: 'stop', reason: 'deadline' });
  });

  it.each([
    [201, 'succeeded'],
    [402, 'not_retryable'],
  ])('stops at %i because it has %s', (status, reason) => {
    expect(decideRetry(question({ result: answered(status) }))).toEqual({ kind: 'stop', reason });
  });

  it('stops at a 503 that says Should-Retry: false', () => {
    const result = { kind: 'answer' as const, status: 503, shouldRetry: false, retryAfterMs: 1_000 };
    expect(decideRetry(question({ result }))).toEqual({ kind: 'stop', reason: 'told_not_to_retry' });
  });

  it('keeps its promises about every pause', () => {
    const anyQuestion = fc.record({
      status: fc.constantFrom(0, 202, 408, 409, 429, 500, 503),
      retryAfterMs: fc.option(fc.nat({ max: 90_000 }), { nil: undefined }),
      retriesDone: fc.nat({ max: 40 }),
      waitsDone: fc.nat({ max: 80 }),
      nowMs: fc.nat({ max: 100_000 }),
      share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(anyQuestion, ({ status, retryAfterMs, share, ...rest }) => {
        const result = status === 0 ? ({ kind: 'no_answer' } as const) : answered(status, retryAfterMs);
        const decision = decideRetry(question({ ...rest, result, random: () => share }));
        if (decision.kind === 'stop') {
          return;
        }
        expect(rest.nowMs + decision.delayMs).toBeLessThan(61_000);
        expect(decision.delayMs).toBe(decision.retryAfterMs + decision.jitterMs);
        expect(decision.jitterMs).toBeLessThanOrEqual(decision.jitterBoundMs);
        expect(decision.jitterBoundMs).toBeLessThanOrEqual(5_000);
        expect(decision.retryAfterMs).toBe(status === 0 ? 0 : (retryAfterMs ?? 0));
        expect(decision.spendsBudget).toBe(status !== 202 && status !== 409);
      }),
    );
  });
});
