import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../../plan/seeded-random.ts';
import { peakLimitOf } from './peak-limit.ts';

const HERD = { clients: 120, jitterWindowMs: 8_000, stallMs: 0 };

const peakOf = (delaysMs: readonly number[]): number =>
  Math.max(...[...Map.groupBy(delaysMs, (delayMs) => Math.floor(delayMs / 100)).values()].map(({ length }) => length));

const drawn = (random: SeededRandom, clients: number, draw: (share: number) => number): number[] =>
  Array.from({ length: clients }, () => draw(random.next()));

describe('peakLimitOf', () => {
  it('is not passed by full jitter, however often it is tried', () => {
    const limit = peakLimitOf(HERD);
    const peaks = Array.from({ length: 3_000 }, (_, run) =>
      peakOf(drawn(new SeededRandom(run), 120, (share) => share * 8_000)),
    );
    expect(Math.max(...peaks)).toBeLessThanOrEqual(limit);
  });

  it.each([
    ['none', () => 8_000],
    ['that is cut at 100 ms', (share: number) => share * 100],
    ['that comes down to a tenth of the window', (share: number) => 7_200 + share * 800],
  ] as const)('is passed by jitter %s', (_how, draw) => {
    expect(peakOf(drawn(new SeededRandom(1), 120, draw))).toBeGreaterThan(peakLimitOf(HERD));
  });

  it('is a number that can be worked out by hand', () => {
    // 80 windows at 1e-6: ln(8e7) = 18.2; n D(14/120 || 1/80) = 19.5 and n D(13/120 || 1/80) = 17.2.
    expect(peakLimitOf(HERD)).toBe(14);
  });

  it('grows with the time for which the clients could not move, up to all of them', () => {
    const limits = [0, 100, 500, 2_000, 8_000, 60_000].map((stallMs) => peakLimitOf({ ...HERD, stallMs }));
    expect(limits).toEqual(limits.toSorted((left, right) => left - right));
    expect(new Set(limits).size).toBe(5);
    expect(limits.slice(-2)).toEqual([120, 120]);
  });
});
