import { expect, it } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

const draw = (seed: number, stream: string, count: number) => {
  const random = seededRandom(seed, stream);
  return Array.from({ length: count }, () => random());
};

it('draws the same again from the same seed, and something else from another seed or stream', () => {
  expect(draw(7, 'latency', 20)).toEqual(draw(7, 'latency', 20));
  const firsts = [draw(7, 'latency', 1), draw(8, 'latency', 1), draw(7, 'fault:1', 1), draw(7, 'fault:2', 1)];
  expect(new Set(firsts.flat()).size).toBe(4);
});

it('draws evenly from 0 to below 1', () => {
  const draws = draw(1, 'any', 20_000);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = draws.filter((value) => Math.floor(value * 10) === tenth).length / draws.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
  }
});
