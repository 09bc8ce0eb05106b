import { describe, expect, it } from '@jest/globals';
import { decodeWakePayload, encodeWakePayload } from './wake-channel.ts';

describe('wake payload', () => {
  it('carries the shards', () => {
    expect(encodeWakePayload([3, 11])).toBe('3,11');
    expect(decodeWakePayload('3,11')).toEqual([3, 11]);
  });

  it('ignores what is not a shard, because anyone may notify', () => {
    expect(decodeWakePayload('')).toEqual([]);
    expect(decodeWakePayload('12,-1,x,1e1, 2,7,99999999')).toEqual([7]);
  });
});
