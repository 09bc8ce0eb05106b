import { describe, expect, it } from '@jest/globals';
import { thin } from './thin.ts';

describe('thin', () => {
  it('leaves few points as they are', () => {
    const points = { atMs: [0, 1], series: [[3, null]] };
    expect(thin(points, 2)).toEqual(points);
  });

  it('keeps every peak, and an unknown stretch unknown', () => {
    const points = { atMs: [0, 1, 2, 3, 4], series: [[0, 9, null, null, 1]] };
    expect(thin(points, 3)).toEqual({ atMs: [1, 3, 4], series: [[9, null, 1]] });
  });
});
