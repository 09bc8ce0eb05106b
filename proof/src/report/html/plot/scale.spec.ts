import { describe, expect, it } from '@jest/globals';
import { linearScale, niceTicks } from './scale.ts';

describe('linearScale', () => {
  it('maps the ends of its domain to the ends of its range, also downwards', () => {
    const scale = linearScale([0, 200], [204, 20]);
    expect([scale(0), scale(200), scale(100)]).toEqual([204, 20, 112]);
  });

  it('puts everything at the beginning when the domain has no extent', () => {
    const scale = linearScale([5, 5], [10, 90]);
    expect([scale(5), scale(7)]).toEqual([10, 10]);
  });
});

describe('niceTicks', () => {
  it.each([
    [100, [0, 25, 50, 75, 100]],
    [1_003, [0, 500, 1_000, 1_500]],
    [18_000, [0, 5_000, 10_000, 15_000, 20_000]],
    [0.9, [0, 0.25, 0.5, 0.75, 1]],
    [7, [0, 2, 4, 6, 8]],
  ])('covers 0 to %d in round steps', (max, ticks) => {
    expect(niceTicks(max)).toEqual(ticks);
  });

  it.each([
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [9, [0, 3, 6, 9]],
  ])('has no fractions where things are counted to %d', (max, ticks) => {
    expect(niceTicks(max, { isWhole: true })).toEqual(ticks);
  });

  it.each([0, -1, Number.NaN])('still has an axis for a highest value of %d', (max) => {
    expect(niceTicks(max)).toEqual([0, 1]);
  });
});
