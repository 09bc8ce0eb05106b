import { describe, expect, it } from '@jest/globals';
import { linePath } from './line.ts';

const xs = [0, 10, 20, 30];
const y = (value: number): number => 100 - value;

describe('linePath', () => {
  it('joins known values', () => {
    expect(linePath([1, 2, 3], xs, y)).toBe('M0 99L10 98L20 97');
  });

  it('leaves a gap where a value is unknown, and never draws a 0 there', () => {
    expect(linePath([1, null, 3, 4], xs, y)).toBe('M-2 99h4M20 97L30 96');
  });

  it('is empty when nothing is known', () => {
    expect(linePath([null, null], xs, y)).toBe('');
  });
});
