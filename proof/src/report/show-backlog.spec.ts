import { describe, expect, it } from '@jest/globals';
import { showBacklog } from './show-backlog.ts';

describe('showBacklog', () => {
  it('tells what waited, and how long and how fast it was worked off', () => {
    const record = {
      operations: 18_000,
      events: 18_041,
      builtInMs: 48_000,
      publishedInMs: 17_300,
      receivedInMs: 21_800,
    };
    expect(showBacklog(record)).toEqual({
      waited: '18,041 events, 18,000 of operations made for it in 48.0 s',
      published: '17.3 s, 1,043/s',
      received: '21.8 s, 828/s',
    });
  });

  it('has a rate for one that is gone at once', () => {
    const record = { operations: 0, events: 40, builtInMs: 9_000, publishedInMs: 0, receivedInMs: 0 };
    expect(showBacklog(record).published).toBe('0 ms, 40,000/s');
  });
});
