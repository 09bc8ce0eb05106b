import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanTree } from './clean-tree.ts';

let folder: string;
const git = (...args: string[]) => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@localhost', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder });
};
const write = (name: string, text: string) => writeFile(join(folder, name), text);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tree-'));
  git('init', '--quiet');
  await write('.gitignore', 'ignored\n');
  await write('a', '1');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the tree that verdicts are kept by', () => {
  it('is the same under another message, and with files that git ignores', async () => {
    const tree = await cleanTree(folder);
    expect(tree).toMatch(/^[0-9a-f]{40,64}$/);
    git('commit', '--quiet', '--amend', '-m', 'second');
    await write('ignored', '1');
    expect(await cleanTree(folder)).toBe(tree);
  });

  it('is another one when a file was changed and committed', async () => {
    const tree = await cleanTree(folder);
    await write('a', '2');
    git('commit', '--quiet', '-a', '-m', 'second');
    expect(await cleanTree(folder)).not.toBe(tree);
  });

  it('is none when a file was changed, staged or not', async () => {
    await write('a', '2');
    expect(await cleanTree(folder)).toBeUndefined();
    git('add', 'a');
    expect(await cleanTree(folder)).toBeUndefined();
  });

  it('is none when a file is there that git does not know, even if git was told not to show those', async () => {
    await write('b', '1');
    git('config', 'status.showUntrackedFiles', 'no');
    expect(await cleanTree(folder)).toBeUndefined();
  });
});
