import { describe, expect, it } from '@jest/globals';
import { chunkOutcomeOf, chunksOf } from './record-chunk.ts';

describe('chunksOf', () => {
  it('cuts in order and loses nothing', () => {
    expect([...chunksOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
    expect([...chunksOf([], 2)]).toEqual([]);
  });
});

describe('chunkOutcomeOf', () => {
  it.each([undefined, null, {}, 'done', { kind: 'ok' }])('refuses %p: silence is not success', (returned) => {
    expect(() => chunkOutcomeOf(returned)).toThrow('no outcome');
  });

  it('takes both outcomes as they are', () => {
    const paused = { kind: 'pause', reason: 'gap', backoff: { baseMs: 1, capMs: 2 } };
    expect(chunkOutcomeOf({ kind: 'done' })).toEqual({ kind: 'done' });
    expect(chunkOutcomeOf(paused)).toBe(paused);
  });
});
