import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fullJitterDelayMs, jitterBoundMs } from './full-jitter.ts';

const step = fc.record({
  retry: fc.integer({ min: 1, max: 2_000 }),
  baseMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
  capMs: fc.double({ min: 0, max: 100_000, noNaN: true }),
});
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('full jitter', () => {
  it.each([
    [1, 50],
    [2, 100],
    [3, 200],
    [7, 3_200],
    [8, 5_000],
    [1_100, 5_000],
  ])('spreads retry %i over %i ms', (retry, boundMs) => {
    expect(jitterBoundMs({ retry, baseMs: 50, capMs: 5_000 })).toBe(boundMs);
  });

  it('takes the draw as the share of the bound', () => {
    expect(fullJitterDelayMs({ retry: 3, baseMs: 50, capMs: 5_000, random: () => 0.25 })).toBe(50);
    expect(fullJitterDelayMs({ retry: 3, baseMs: 50, capMs: 5_000, random: () => 0 })).toBe(0);
  });

  it('stays a number after more retries than a double can count in powers of two', () => {
    expect(fullJitterDelayMs({ retry: 1025, baseMs: 0, capMs: 0, random: () => 0.5 })).toBe(0);
    expect(fullJitterDelayMs({ retry: 5000, baseMs: 1, capMs: 100, random: () => 0.5 })).toBe(50);
  });

  it('never leaves [0, cap], whatever is drawn', () => {
    fc.assert(
      fc.property(step, draw, (someStep, share) => {
        const delayMs = fullJitterDelayMs({ ...someStep, random: () => share });
        return delayMs >= 0 && delayMs <= someStep.capMs && Number.isFinite(delayMs);
      }),
    );
  });

  it('is uniform: each tenth of the bound gets a tenth of the draws', () => {
    const perTenth = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 1_000; i++) {
      const delayMs = fullJitterDelayMs({ retry: 2, baseMs: 50, capMs: 5_000, random: () => i / 1_000 });
      const tenth = Math.floor(delayMs / 10);
      perTenth[tenth] = (perTenth[tenth] ?? 0) + 1;
    }
    expect(perTenth).toEqual([100, 100, 100, 100, 100, 100, 100, 100, 100, 100]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d as the number of a retry', (retry) => {
    expect(() => jitterBoundMs({ retry, baseMs: 50, capMs: 5_000 })).toThrow(/integers from 1/);
  });

  it('refuses a negative or missing base', () => {
    expect(() => jitterBoundMs({ retry: 1, baseMs: -1, capMs: 5_000 })).toThrow(/baseMs is -1/);
    expect(() => jitterBoundMs({ retry: 1, baseMs: Number.NaN, capMs: 5_000 })).toThrow(/baseMs is NaN/);
  });
});
