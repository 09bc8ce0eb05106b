import { describe, expect, it } from '@jest/globals';
import { assertOptions, DEFAULT_IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency-options.ts';

const assertWith = (changes: Partial<IdempotencyOptions>) => () =>
  assertOptions({ ...DEFAULT_IDEMPOTENCY_OPTIONS, ...changes });

describe('assertOptions', () => {
  it('accepts the defaults', () => {
    expect(assertWith({})).not.toThrow();
  });

  it('refuses an answer deadline that is as long as the lease', () => {
    expect(assertWith({ leaseMs: 500, answerDeadlineMs: 500 })).toThrow(/answer deadline \(500 ms\).*lease \(500 ms\)/);
  });

  it.each([
    { baseMs: 0, capMs: 1_000 },
    { baseMs: -1, capMs: 1_000 },
    { baseMs: NaN, capMs: 1_000 },
    { baseMs: 1_000, capMs: 999 },
    { baseMs: 1_000, capMs: Infinity },
    { baseMs: 1_000, capMs: 86_400_001 },
  ])('refuses a back-off that would ask without pause or hardly ever: %j', (unknownBackoff) => {
    expect(assertWith({ unknownBackoff })).toThrow('back-off of unknown outcomes');
  });
});
