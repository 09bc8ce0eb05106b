import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Pool } from 'pg';
import { OutboxWaker } from './outbox-waker.ts';

const noPool = {} as Pool;

const setUp = (notify: (shards: readonly number[]) => Promise<void> = () => Promise.resolve()) => {
  const sent: number[][] = [];
  const onFailure = jest.fn();
  const waker = new OutboxWaker(noPool, {
    notify: (shards) => {
      sent.push([...shards]);
      return notify(shards);
    },
    onFailure,
  });
  return { waker, sent, onFailure };
};

describe('OutboxWaker', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends the first wake at once and those of the next 10 ms together', async () => {
    const { waker, sent } = setUp();
    waker.wake(1);
    expect(sent).toEqual([[1]]);
    for (let i = 0; i < 1000; i++) waker.wake(i % 2 === 0 ? 4 : 7);
    await jest.advanceTimersByTimeAsync(9);
    expect(sent).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([[1], [4, 7]]);
  });

  it('sends at once again after a pause', async () => {
    const { waker, sent } = setUp();
    waker.wake(1);
    await jest.advanceTimersByTimeAsync(50);
    waker.wake(2);
    expect(sent).toEqual([[1], [2]]);
  });

  it('has one notification outstanding, however slow the database is', async () => {
    let answer: () => void = () => undefined;
    const { waker, sent } = setUp(() => new Promise<void>((resolve) => (answer = resolve)));
    waker.wake(1);
    waker.wake(2);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(sent).toEqual([[1]]);
    answer();
    await jest.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([[1], [2]]);
  });

  it('counts every failure and reports the first of a streak', async () => {
    let isDown = true;
    const { waker, onFailure } = setUp(() => (isDown ? Promise.reject(new Error('down')) : Promise.resolve()));
    const wakeOnce = async (): Promise<void> => {
      waker.wake(1);
      await jest.advanceTimersByTimeAsync(20);
    };
    await wakeOnce();
    await wakeOnce();
    expect(waker.failures).toBe(2);
    expect(onFailure).toHaveBeenCalledTimes(1);
    isDown = false;
    await wakeOnce();
    isDown = true;
    await wakeOnce();
    expect(onFailure).toHaveBeenCalledTimes(2);
  });

  it('sends nothing after close', async () => {
    const { waker, sent } = setUp();
    waker.wake(1);
    waker.wake(2);
    const closed = waker.close();
    await jest.advanceTimersByTimeAsync(20);
    await closed;
    waker.wake(3);
    await jest.advanceTimersByTimeAsync(20);
    expect(sent).toEqual([[1]]);
  });
});
