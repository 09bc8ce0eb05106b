import { describe, expect, it } from '@jest/globals';
import { histogramOf, spreadsOf } from './delay-figures.ts';

const pause = (jitterMs: number, jitterBoundMs: number) => ({ retryAfterMs: 1_000, jitterMs, jitterBoundMs });

describe('histogramOf', () => {
  it('puts each share into its twentieth, and 1 into the last', () => {
    const bins = histogramOf([0, 0.049, 0.05, 0.999, 1]);
    expect([bins.length, bins[0], bins[1], bins[19]]).toEqual([20, 2, 1, 2]);
  });
});

describe('spreadsOf', () => {
  it('knows shortest, median and longest of each bound, and leaves out what had none', () => {
    expect(spreadsOf([pause(90, 100), pause(10, 50), pause(30, 100), pause(0, 0), pause(20, 50)])).toEqual([
      { boundMs: 50, count: 2, minMs: 10, medianMs: 15, maxMs: 20 },
      { boundMs: 100, count: 2, minMs: 30, medianMs: 60, maxMs: 90 },
    ]);
  });
});
