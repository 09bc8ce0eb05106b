import { describe, expect, it } from '@jest/globals';
import { folderGraphOf, folderOf, roomOf, type SourceFile } from './folder-graph.ts';

const graphOf = (files: SourceFile[]) => folderGraphOf(files, folderOf);
const file = (path: string, ...imports: string[]) => ({ path, imports });

describe('folderGraphOf', () => {
  it('counts each pair of folders once, and none within a folder', () => {
    const graph = graphOf([
      file('src/main.ts', 'src/a/one.ts', 'src/a/two.ts'),
      file('src/a/one.ts', 'src/a/two.ts'),
      file('src/a/two.ts', 'libs/elsewhere.ts'),
    ]);
    expect(graph).toEqual({ folders: ['src', 'src/a'], arrows: [{ from: 'src', to: 'src/a' }], upward: [], tied: [] });
  });

  it('ties a folder and its own sub-folder that import from each other', () => {
    const graph = graphOf([
      file('src/main.ts', 'src/a/one.ts'),
      file('src/a/one.ts', 'src/env.ts'),
      file('src/env.ts'),
    ]);
    expect([graph.tied, graph.upward.length]).toEqual([['src', 'src/a'], 2]);
  });

  it('finds a circle through others, and leaves out what only leads into it or out of it', () => {
    const graph = graphOf([
      file('in/a.ts', 'one/a.ts'),
      file('one/a.ts', 'two/a.ts'),
      file('two/a.ts', 'three/a.ts'),
      file('three/a.ts', 'one/a.ts', 'out/a.ts'),
      file('out/a.ts'),
    ]);
    expect(graph.tied).toEqual(['one', 'three', 'two']);
    expect(graph.upward).toEqual([
      { from: 'one', to: 'two' },
      { from: 'three', to: 'one' },
      { from: 'two', to: 'three' },
    ]);
  });

  it('takes a room with all that is below it, and the top of src for a room of its own', () => {
    expect(['apps/shop/src/main.ts', 'apps/shop/src/pay/a.ts', 'apps/shop/src/pay/by/card/a.ts'].map(roomOf)).toEqual([
      'apps/shop/src',
      'apps/shop/src/pay',
      'apps/shop/src/pay',
    ]);
  });
});
