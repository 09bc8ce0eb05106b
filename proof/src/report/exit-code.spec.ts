import { describe, expect, it } from '@jest/globals';
import { exitCodeFor } from './exit-code.ts';

describe('exitCodeFor', () => {
  it.each([
    ['pass', 0],
    ['broken', 1],
    ['inconclusive', 2],
  ] as const)('%s exits with %d', (verdict, code) => {
    expect(exitCodeFor(verdict)).toBe(code);
  });
});
