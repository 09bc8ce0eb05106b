import { describe, expect, it } from '@jest/globals';
import { LeftToOthers } from './left-to-others.ts';

describe('what is left to others', () => {
  it('is left alone for five minutes, from the last time it was met', () => {
    let nowMs = 0;
    const left = new LeftToOthers(() => nowMs);
    left.add('first');
    nowMs = 200_000;
    left.add('second');
    left.add('first');
    nowMs = 300_001;
    expect(left.ids()).toEqual(['second', 'first']);
    nowMs = 499_999;
    expect(left.ids()).toEqual(['second', 'first']);
    nowMs = 500_000;
    expect(left.ids()).toEqual([]);
  });

  it('never grows past what one claim may name: the longest known give way', () => {
    const left = new LeftToOthers(() => 0);
    for (let index = 0; index < 1_005; index += 1) left.add(`r-${index}`);
    expect(left.ids()).toHaveLength(1_000);
    expect(left.ids()[0]).toBe('r-5');
    expect(left.ids().at(-1)).toBe('r-1004');
  });
});
