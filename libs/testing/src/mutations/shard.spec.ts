import { describe, expect, it } from '@jest/globals';
import { parseShard, takeShard } from './shard.ts';

/** As many mutations of each test file as its number says. */
const mutationsOf = (...sizes: number[]) =>
  sizes.flatMap((size, file) =>
    Array.from({ length: size }, (_, index) => ({ name: `m${file}-${index}`, test: `t${file}.spec.ts` })),
  );
const MUTATIONS = mutationsOf(1, 15, 3, 2, 8, 1, 1, 6, 4);
const shardsOf = (count: number, mutations = MUTATIONS) =>
  Array.from({ length: count }, (_, index) => takeShard(mutations, { index: index + 1, count }));

describe('shards', () => {
  it.each([1, 2, 3, 4, 20])('%d of them have each mutation once', (count) => {
    const names = shardsOf(count).flatMap((shard) => shard.map(({ name }) => name));
    expect(names.sort()).toEqual(MUTATIONS.map(({ name }) => name).sort());
  });

  it.each([2, 3, 4])('%d of them keep the mutations of a test file together', (count) => {
    const files = shardsOf(count).flatMap((shard) => [...new Set(shard.map(({ test }) => test))]);
    expect(files).toHaveLength(9);
  });

  it('are the same in whatever order the mutations are found', () => {
    const names = (shards: { name: string }[][]) => shards.map((shard) => shard.map(({ name }) => name).sort());
    expect(names(shardsOf(3, MUTATIONS.toReversed()))).toEqual(names(shardsOf(3)));
  });

  it('are of about the same size', () => {
    // 41 mutations, and one run more for each of 9 files, by 3: none can do better than 17.
    const runs = shardsOf(3).map((shard) => shard.length + new Set(shard.map(({ test }) => test)).size);
    expect(runs.toSorted((a, b) => a - b)).toEqual([16, 17, 17]);
  });
});

describe('parseShard', () => {
  it('reads i/n', () => {
    expect(parseShard('2/4')).toEqual({ index: 2, count: 4 });
    expect(parseShard('4/4')).toEqual({ index: 4, count: 4 });
  });

  it.each(['0/3', '4/3', 'x', '1/0', '', '1', '1/', '/3', '-1/3', '1/3/5', '1.5/3', ' 1/3', '01/3', '1/3\n'])(
    'reads nothing from %j',
    (text) => {
      expect(parseShard(text)).toBeUndefined();
    },
  );
});
