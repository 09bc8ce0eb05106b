import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptResults } from './kept-results.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kept-'));
});
afterEach(() => rm(root, { recursive: true }));

const inFolder = (name: string, options = {}) => new KeptResults(join(root, name), options);

describe('kept results', () => {
  it('are there for the next run on the same tree, and for no other', async () => {
    await inFolder('tree').keep('caught', 'no-fence', { seconds: 1 });
    expect(await inFolder('tree').names('caught')).toEqual(new Set(['no-fence']));
    expect(await inFolder('tree').names('green')).toEqual(new Set());
    expect(await inFolder('other').names('caught')).toEqual(new Set());
  });

  it('lose nothing when several runs write at once', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `m${index}`);
    await Promise.all(names.map((name) => inFolder('tree').keep('caught', name, {})));
    expect(await inFolder('tree').names('caught')).toEqual(new Set(names));
    expect(await readdir(join(root, 'tree/unfinished'))).toEqual([]);
  });

  it('are not what somebody who was killed has begun to write', async () => {
    await mkdir(join(root, 'tree/unfinished'), { recursive: true });
    await writeFile(join(root, 'tree/unfinished/caught-no-fence.1'), '{');
    expect(await inFolder('tree').names('caught')).toEqual(new Set());
  });

  it('are found out anew where that is asked for, and kept again', async () => {
    await inFolder('tree').keep('caught', 'no-fence', {});
    const again = inFolder('tree', { isAgain: true });
    await again.keep('caught', 'no-dedup', {});
    expect(await again.names('caught')).toEqual(new Set());
    expect(await inFolder('tree').names('caught')).toEqual(new Set(['no-fence', 'no-dedup']));
  });

  it('are none without a folder', async () => {
    const none = new KeptResults(undefined);
    await none.keep('caught', 'no-fence', {});
    expect(await none.names('caught')).toEqual(new Set());
    expect(await readdir(root)).toEqual([]);
  });
});
