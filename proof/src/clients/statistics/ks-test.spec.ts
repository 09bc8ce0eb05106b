import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../../plan/seeded-random.ts';
import { ksTest, tailOfKolmogorov } from './ks-test.ts';

const N = 500;

const sampleOf = (share: (random: SeededRandom) => number): number[] => {
  const random = new SeededRandom(42);
  return Array.from({ length: N }, () => share(random));
};

describe('ksTest', () => {
  it.each([
    // By hand: 1 - 0.7, the last step above the last number.
    [[0.1, 0.4, 0.7], 0.3],
    // By hand: 0.9 - 1/2, the last number above the step before it.
    [[0.9, 0.5], 0.5],
    [[0.5], 0.5],
    [[0.125, 0.375, 0.625, 0.875], 0.125],
    [[1, 1, 1], 1],
  ])('finds the distance of %j', (sample, distance) => {
    expect(ksTest(sample).distance).toBeCloseTo(distance, 12);
  });

  it.each([
    // Smirnov (1948), table for estimating the goodness of fit; the last two are the usual 5 % and 1 %.
    [0.5, 0.963945],
    [1, 0.27],
    [1.358, 0.05],
    [1.628, 0.01],
  ])('knows the probability of %d', (lambda, tail) => {
    expect(tailOfKolmogorov(lambda)).toBeCloseTo(tail, 4);
  });

  it('takes what cannot be told from 0 or 1 as such', () => {
    expect(tailOfKolmogorov(0)).toBe(1);
    expect(tailOfKolmogorov(0.2)).toBeCloseTo(1, 9);
    expect(tailOfKolmogorov(20)).toBe(0);
  });

  it('rejects from the distance on that goes with one false alarm in a million', () => {
    expect(ksTest(sampleOf((random) => random.next())).criticalDistance).toBeCloseTo(0.12045, 5);
    expect(ksTest([0.1, 0.4, 0.7], 0.05).criticalDistance).toBeCloseTo(0.784, 3);
  });

  it('accepts full jitter', () => {
    const result = ksTest(sampleOf((random) => random.next()));
    expect(result).toMatchObject({ n: N, alpha: 1e-6, isUniform: true });
    expect(result.pValue).toBeGreaterThan(0.001);
  });

  it.each([
    ['no jitter: the whole bound each time', () => 1],
    ['no jitter: no pause at all', () => 0],
    ['equal jitter: half of the bound and half of it drawn', (random: SeededRandom) => 0.5 + random.next() / 2],
    ['a tenth of the bound as jitter', (random: SeededRandom) => 0.9 + random.next() / 10],
  ])('rejects %s', (_name, share) => {
    const result = ksTest(sampleOf(share));
    expect(result.isUniform).toBe(false);
    expect(result.pValue).toBeLessThan(1e-6);
  });

  it('refuses a sample that says nothing', () => {
    expect(() => ksTest([])).toThrow('at least one number');
    expect(() => ksTest([0.5, 1.5])).toThrow('1.5 is not between 0 and 1');
    expect(() => ksTest([Number.NaN])).toThrow(RangeError);
  });
});
