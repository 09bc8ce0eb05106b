import { describe, expect, it } from '@jest/globals';
import { clockTime, compact, duration, grouped } from './show-numbers.ts';

describe('numbers', () => {
  it.each([
    [0, '0 ms'],
    [849.6, '850 ms'],
    [4_800, '4.8 s'],
    [59_990, '1 min 0 s'],
    [592_000, '9 min 52 s'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('shows a moment of the run in minutes and seconds', () => {
    expect([clockTime(0), clockTime(65_999), clockTime(600_000)]).toEqual(['0:00', '1:05', '10:00']);
  });

  it('groups digits in tables and shortens them on axes', () => {
    expect([grouped(18_000), grouped(0.126), compact(18_000), compact(0.25)]).toEqual(['18,000', '0.13', '18K', '0.3']);
  });
});
