import { describe, expect, it, jest } from '@jest/globals';
import { Batcher } from './batcher.ts';

const deferred = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

/** A batcher whose first batch waits for `release`, so that what comes meanwhile piles up. */
const held = (options: { maxBatch?: number; lanes?: number; keyOf?: (item: string) => string } = {}) => {
  const gate = deferred();
  const batches: string[][] = [];
  const batcher = new Batcher<string, string>({
    run: async (items) => {
      batches.push([...items]);
      if (batches.length === 1) await gate.opened;
      return items.map((item) => item.toUpperCase());
    },
    maxBatch: options.maxBatch ?? 10,
    lanes: options.lanes ?? 1,
    exclusiveKeyOf: options.keyOf ?? ((item) => item),
  });
  return { batcher, batches, release: gate.open };
};

describe('Batcher', () => {
  it('runs a lone item at once', async () => {
    const { batcher, batches, release } = held();
    release();
    await expect(batcher.submit('a')).resolves.toBe('A');
    expect(batches).toEqual([['a']]);
  });

  it('puts what came meanwhile into one batch and gives each its own result', async () => {
    const { batcher, batches, release } = held();
    const results = ['a', 'b', 'c'].map((item) => batcher.submit(item));
    release();
    await expect(Promise.all(results)).resolves.toEqual(['A', 'B', 'C']);
    expect(batches).toEqual([['a'], ['b', 'c']]);
  });

  it('never exceeds the size of a batch', async () => {
    const { batcher, batches, release } = held({ maxBatch: 2 });
    const results = ['a', 'b', 'c', 'd', 'e'].map((item) => batcher.submit(item));
    release();
    await Promise.all(results);
    expect(batches).toEqual([['a'], ['b', 'c'], ['d', 'e']]);
  });

  it('keeps items of one resource out of one batch, and in order', async () => {
    const { batcher, batches, release } = held({ keyOf: (item) => item[0] ?? '' });
    const results = ['z', 'a1', 'a2', 'b1', 'a3'].map((item) => batcher.submit(item));
    release();
    await Promise.all(results);
    expect(batches).toEqual([['z'], ['a1', 'b1'], ['a2'], ['a3']]);
  });

  it('lets one bad row fail alone', async () => {
    const run = jest.fn((items: readonly string[]) =>
      items.includes('bad') ? Promise.reject(new Error('bad row')) : Promise.resolve([...items]),
    );
    const gate = deferred();
    const batcher = new Batcher<string, string>({
      run: async (items) => (items[0] === 'first' ? gate.opened.then(() => [...items]) : run(items)),
      maxBatch: 10,
      lanes: 1,
      exclusiveKeyOf: (item) => item,
    });
    const results = ['first', 'good', 'bad', 'fine'].map((item) => batcher.submit(item));
    gate.open();
    const settled = await Promise.allSettled(results);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not run items again while the database is down', async () => {
    const down = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const run = jest.fn(() => Promise.reject<string[]>(down));
    const batcher = new Batcher<string, string>({ run, maxBatch: 10, lanes: 1, exclusiveKeyOf: (item) => item });
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((item) => batcher.submit(item)));
    expect(settled.every(({ status }) => status === 'rejected')).toBe(true);
    // 'a' alone, then 'b' and 'c' together: nothing was tried one by one.
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('goes on after a failure', async () => {
    let isFirst = true;
    const batcher = new Batcher<string, string>({
      run: (items) => {
        const isFailing = isFirst;
        isFirst = false;
        return isFailing ? Promise.reject(new Error('once')) : Promise.resolve([...items]);
      },
      maxBatch: 1,
      lanes: 1,
      exclusiveKeyOf: (item) => item,
    });
    await expect(batcher.submit('a')).rejects.toThrow('once');
    await expect(batcher.submit('b')).resolves.toBe('b');
  });
});
