import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PartitionPauses } from './partition-pauses.ts';

const BACKOFF = { baseMs: 100, capMs: 1_000 };
const P0 = { topic: 't', partition: 0 };
const P1 = { topic: 't', partition: 1 };

describe('PartitionPauses', () => {
  let pauses: PartitionPauses;
  const resume = jest.fn();

  const pause = (place = P0) => pauses.pause({ ...place, reason: 'database_outage', backoff: BACKOFF, resume });

  beforeEach(() => {
    jest.useFakeTimers();
    resume.mockReset();
    pauses = new PartitionPauses((retry, { baseMs, capMs }) => Math.min(capMs, baseMs * retry));
  });
  afterEach(() => void jest.useRealTimers());

  it('resumes a partition after its delay, not before', () => {
    expect(pause()).toBe(100);
    jest.advanceTimersByTime(99);
    expect(resume).not.toHaveBeenCalled();
    expect(pauses.current()).toEqual([{ ...P0, reason: 'database_outage' }]);
    jest.advanceTimersByTime(1);
    expect(resume).toHaveBeenCalledTimes(1);
    expect(pauses.current()).toEqual([]);
  });

  it('counts the rests without progress, for the policy to lengthen them', () => {
    expect([pause(), pause(), pause(), pause()]).toEqual([100, 200, 300, 400]);
  });

  it('starts over after progress, and counts each partition for itself', () => {
    pause();
    pause();
    expect(pause(P1)).toBe(100);
    pauses.progressed(P0);
    expect(pause()).toBe(100);
  });

  it('lifts the pause of a partition that went to someone else', () => {
    pause();
    pause(P1);
    pauses.keepOnly(({ partition }) => partition === 1);
    expect(resume).toHaveBeenCalledTimes(1);
    expect(pauses.current()).toEqual([{ ...P1, reason: 'database_outage' }]);
    expect(pause()).toBe(100);
  });

  it('resumes nothing after clear, and leaves no timer', () => {
    pause();
    pauses.clear();
    expect(jest.getTimerCount()).toBe(0);
    expect(resume).not.toHaveBeenCalled();
  });
});
