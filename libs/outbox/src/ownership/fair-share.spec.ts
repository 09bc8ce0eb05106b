import { describe, expect, it } from '@jest/globals';
import { fairShare } from './fair-share.ts';

const sharesOf = (members: number): number[] =>
  Array.from({ length: members }, (_unused, rank) => fairShare(12, { members, rank }));

describe('fairShare', () => {
  it('gives one relay everything', () => {
    expect(sharesOf(1)).toEqual([12]);
  });

  it('leaves nobody without a shard while there is one for each', () => {
    expect(sharesOf(5)).toEqual([3, 3, 2, 2, 2]);
    expect(sharesOf(7)).toEqual([2, 2, 2, 2, 2, 1, 1]);
  });

  it('leaves the surplus relays idle when there are more of them than shards', () => {
    expect(sharesOf(14)).toEqual([...Array<number>(12).fill(1), 0, 0]);
  });

  it('adds up to the number of shards for any number of relays', () => {
    for (let members = 1; members <= 40; members++) {
      expect(sharesOf(members).reduce((sum, share) => sum + share, 0)).toBe(12);
    }
  });
});
