import { describe, expect, it } from '@jest/globals';
import { readPages } from './read-pages.ts';

const ROWS = [1, 2, 5, 6, 9].map((sequence) => ({ sequence }));

const pagesOf = (size: number) => (after: number) => {
  const rest = ROWS.filter(({ sequence }) => sequence > after);
  return Promise.resolve({ data: rest.slice(0, size), has_more: rest.length > size });
};

describe('readPages', () => {
  it.each([1, 2, 5, 100])('reads all rows once, in their order, by %d', async (size) => {
    await expect(readPages(pagesOf(size))).resolves.toEqual(ROWS);
  });

  it('refuses pages that never end', async () => {
    await expect(readPages(() => Promise.resolve({ data: ROWS, has_more: true }))).rejects.toThrow(
      'more than 1000 pages',
    );
    const silent = readPages(() => Promise.resolve({ data: [], has_more: true }));
    await expect(silent).rejects.toThrow('there is said to be more after 0, and nothing comes');
  });
});
