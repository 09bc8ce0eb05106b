import { describe, expect, it } from '@jest/globals';
import { ksTest } from '../clients/statistics/ks-test.ts';
import { SeededRandom } from './seeded-random.ts';

const drawn = (random: SeededRandom, count: number): number[] => Array.from({ length: count }, () => random.next());

describe('SeededRandom', () => {
  it('gives the same numbers for the same seed, and others for its neighbour', () => {
    expect(drawn(new SeededRandom(42), 5)).toEqual(drawn(new SeededRandom('42'), 5));
    expect(drawn(new SeededRandom(42), 5)).not.toEqual(drawn(new SeededRandom(43), 5));
  });

  it('gives these numbers on every machine', () => {
    const random = new SeededRandom(42);
    expect([random.hex(16), random.between(1, 1_000_000), random.next()]).toEqual([
      '3046ae78dff63fa4',
      692_609,
      0.8252274037034925,
    ]);
  });

  it('splits off a stream that does not change with what was drawn before or split off beside it', () => {
    const early = drawn(new SeededRandom(1).split('workload'), 5);
    const parent = new SeededRandom(1);
    drawn(parent, 100);
    parent.split('a new fault').next();
    expect(drawn(parent.split('workload'), 5)).toEqual(early);
  });

  it('tells streams apart by their whole path', () => {
    const root = new SeededRandom(1);
    const paths = [
      root,
      root.split('a'),
      root.split('b'),
      root.split('a').split('b'),
      root.split('a","b'),
      root.split('ab'),
    ];
    expect(new Set(paths.map((random) => random.next())).size).toBe(paths.length);
  });

  it('is evenly spread, in one stream and over the first numbers of many', () => {
    const root = new SeededRandom(7);
    const firsts = Array.from({ length: 20_000 }, (_, index) => root.split(`call ${index}`).next());
    expect(ksTest(drawn(root, 20_000))).toMatchObject({ isUniform: true });
    expect(ksTest(firsts)).toMatchObject({ isUniform: true });
  });

  it('keeps to its bounds and reaches both', () => {
    const random = new SeededRandom(3);
    const seen = new Set(Array.from({ length: 200 }, () => random.between(-1, 2)));
    expect([...seen].sort((left, right) => left - right)).toEqual([-1, 0, 1, 2]);
    expect(() => random.between(2, 1)).toThrow('between 2 and 1');
    expect(() => random.between(0, 1.5)).toThrow(RangeError);
  });

  it('shuffles without losing or adding anything', () => {
    const things = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new SeededRandom(3).shuffled(things);
    expect(shuffled).not.toEqual(things);
    expect(shuffled.sort((left, right) => left - right)).toEqual(things);
  });
});
