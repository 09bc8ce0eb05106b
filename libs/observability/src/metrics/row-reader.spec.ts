import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { READ_DEADLINE_MS, RowReader } from './row-reader.ts';

describe('RowReader', () => {
  let nowMs: number;
  let tookMs: number;
  let reads: number;
  let reader: RowReader<number>;

  beforeEach(() => {
    nowMs = 0;
    tookMs = 1;
    reads = 0;
    const read = () => {
      nowMs += tookMs;
      reads += 1;
      return Promise.resolve(reads);
    };
    reader = new RowReader({ read, now: () => nowMs });
  });
  afterEach(() => void jest.useRealTimers());

  it('reads at each scrape what is quickly read', async () => {
    expect([await reader.value(), await reader.value(), await reader.value()]).toEqual([1, 2, 3]);
  });

  it('reads once for scrapes that come at the same time', async () => {
    expect(await Promise.all([reader.value(), reader.value(), reader.value()])).toEqual([1, 1, 1]);
  });

  it('repeats a dear read only after twenty times its length, and goes on at once when it is cheap again', async () => {
    tookMs = 600;
    await reader.value();
    expect(await reader.value()).toBe(2);
    expect(await reader.value()).toBe(2);
    nowMs += 20 * 600 - 1;
    expect(await reader.value()).toBe(2);
    nowMs += 1;
    tookMs = 1;
    expect(await reader.value()).toBe(3);
    expect(await reader.value()).toBe(4);
  });

  it('does not take one slow moment for a dear read', async () => {
    tookMs = 3_000;
    await reader.value();
    tookMs = 1;
    expect(await reader.value()).toBe(2);
    tookMs = 3_000;
    await reader.value();
    expect(await reader.value()).toBe(4);
  });

  it('gives up waiting for a read that hangs, and begins no second one beside it', async () => {
    jest.useFakeTimers();
    let begun = 0;
    const hanging = new RowReader({
      read: () => {
        begun += 1;
        return new Promise<number>(() => undefined);
      },
      now: () => nowMs,
    });
    const first = hanging.value().catch(String);
    const second = hanging.value().catch(String);
    await jest.advanceTimersByTimeAsync(READ_DEADLINE_MS);
    expect(await Promise.all([first, second])).toEqual(Array(2).fill(`Error: not read within ${READ_DEADLINE_MS} ms`));
    expect(begun).toBe(1);
  });
});
