import { describe, expect, it } from '@jest/globals';
import { growth } from './growth.ts';

const zeros = (size: number): string => '0'.repeat(size);

describe('growth', () => {
  it('tells work in proportion to the size from quadratic work', () => {
    const once = (text: string): void => {
      for (let at = 0; at < text.length; at++) if (text[at] === '1') throw new Error('there is none');
    };
    const fromEach = (text: string): void => {
      for (let from = 0; from < text.length; from++) once(text.slice(from));
    };
    expect(growth(zeros, once, 2_000, 16)).toBeLessThan(4);
    expect(growth(zeros, fromEach, 200, 16)).toBeGreaterThan(8);
  });
});
