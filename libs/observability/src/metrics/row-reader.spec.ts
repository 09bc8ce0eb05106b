import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { READ_DEADLINE_MS, RowReader } from './row-reader.ts';

describe('RowReader', () => {
  afterEach(() => void jest.useRealTimers());

  it('reads at each scrape', async () => {
    let reads = 0;
    const reader = new RowReader(() => Promise.resolve(++reads));
    expect([await reader.value(), await reader.value(), await reader.value()]).toEqual([1, 2, 3]);
  });

  it('shows nobody what was read before they came: those that come meanwhile share the next read', async () => {
    const reads: PromiseWithResolvers<string>[] = [];
    const reader = new RowReader(() => {
      const read = Promise.withResolvers<string>();
      reads.push(read);
      return read.promise;
    });
    const first = reader.value();
    const [second, third] = [reader.value(), reader.value()];
    expect(reads).toHaveLength(1);
    reads[0]?.resolve('before they came');
    expect(await first).toBe('before they came');
    await setImmediate();
    expect(reads).toHaveLength(2);
    reads[1]?.resolve('after they came');
    expect(await Promise.all([second, third])).toEqual(['after they came', 'after they came']);
  });

  it('reads again after a failure', async () => {
    let reads = 0;
    const reader = new RowReader(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('away')) : Promise.resolve(reads);
    });
    const [first, second] = [reader.value().catch(String), reader.value()];
    expect(await first).toBe('Error: away');
    expect(await second).toBe(2);
  });

  it('gives up waiting for a read that hangs, and begins no second one beside it', async () => {
    jest.useFakeTimers();
    let begun = 0;
    const hanging = new RowReader(() => {
      begun += 1;
      return new Promise<number>(() => undefined);
    });
    const first = hanging.value().catch(String);
    const second = hanging.value().catch(String);
    await jest.advanceTimersByTimeAsync(READ_DEADLINE_MS);
    expect(await Promise.all([first, second])).toEqual(Array(2).fill(`Error: not read within ${READ_DEADLINE_MS} ms`));
    expect(begun).toBe(1);
  });
});
