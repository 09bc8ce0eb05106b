import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Loop } from './loop.ts';

describe('Loop', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const setUp = (step: () => Promise<number>) => {
    const onFailure = jest.fn();
    const onRecovery = jest.fn();
    const counted = jest.fn(step);
    return {
      loop: new Loop({ step: counted, onFailure, onRecovery, backoffCapMs: 1_000 }),
      counted,
      onFailure,
      onRecovery,
    };
  };

  it('waits as long as the step says', async () => {
    const { loop, counted } = setUp(() => Promise.resolve(200));
    loop.start();
    await jest.advanceTimersByTimeAsync(199);
    expect(counted).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(counted).toHaveBeenCalledTimes(2);
    await loop.stop();
  });

  it('does not wait when it is woken, also when that happens during a step', async () => {
    let finish: (waitMs: number) => void = () => undefined;
    const { loop, counted } = setUp(() => new Promise((resolve) => (finish = resolve)));
    loop.start();
    loop.wake();
    finish(60_000);
    await jest.advanceTimersByTimeAsync(0);
    expect(counted).toHaveBeenCalledTimes(2);
    finish(60_000);
    await jest.advanceTimersByTimeAsync(0);
    loop.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(counted).toHaveBeenCalledTimes(3);
    finish(0);
    await loop.stop();
  });

  it('survives failures, reports the first of a streak and the recovery', async () => {
    let isDown = true;
    const { loop, counted, onFailure, onRecovery } = setUp(() =>
      isDown ? Promise.reject(new Error('down')) : Promise.resolve(1_000),
    );
    loop.start();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(counted.mock.calls.length).toBeGreaterThan(3);
    expect(onFailure).toHaveBeenCalledTimes(1);
    isDown = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(onRecovery).toHaveBeenCalledTimes(1);
    await loop.stop();
  });

  it('is stopped when the running step has ended', async () => {
    let finish: (waitMs: number) => void = () => undefined;
    const { loop, counted } = setUp(() => new Promise((resolve) => (finish = resolve)));
    loop.start();
    const stopped = jest.fn();
    const stopping = loop.stop().then(stopped);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(stopped).not.toHaveBeenCalled();
    finish(0);
    await stopping;
    expect(counted).toHaveBeenCalledTimes(1);
  });
});
