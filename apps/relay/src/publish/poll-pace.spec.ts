import { describe, expect, it } from '@jest/globals';
import { PollPace } from './poll-pace.ts';

describe('PollPace', () => {
  it('looks at once after work and less often the longer there is none', () => {
    const pace = new PollPace(() => 1);
    expect(pace.busy()).toBe(0);
    const waits = Array.from({ length: 8 }, () => pace.idle());
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 200, 200]);
    pace.busy();
    expect(pace.idle()).toBe(5);
  });

  it('spreads the looks over half of the interval', () => {
    expect(new PollPace(() => 0).idle()).toBe(2.5);
  });
});
