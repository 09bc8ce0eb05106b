import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { withExclusiveLock } from './exclusive-lock.ts';

const signal = new AbortController().signal;
let [folder, root, lock] = ['', '', ''];
let builds = 0;
const cached = (what: typeof entry) => cachedFolder(what, { root, signal, report: () => {} });

const entry = {
  name: 'greeting-1',
  title: 'a greeting',
  build: async ({ content }: { content: string }) => {
    builds += 1;
    await mkdir(join(content, 'deep'), { mode: 0o700 });
    await writeFile(join(content, 'deep', 'file'), `build ${builds}`, { mode: 0o600 });
  },
};

beforeEach(async () => {
  builds = 0;
  folder = await mkdtemp(join(tmpdir(), 'once-cache-spec-'));
  [root, lock] = [join(folder, 'cache'), join(folder, 'lock')];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('cachedFolder', () => {
  it('is built once for all who ask at the same time, and others may read it', async () => {
    const folders = await Promise.all([1, 2, 3].map(() => cached(entry)));
    expect([new Set(folders).size, builds]).toEqual([1, 1]);
    const file = join(folders[0] ?? '', 'deep', 'file');
    expect(await readFile(file, 'utf8')).toBe('build 1');
    expect([(await stat(file)).mode & 0o777, (await stat(join(file, '..'))).mode & 0o777]).toEqual([0o644, 0o755]);
    expect(await readdir(root)).toEqual(['greeting-1']);
  });

  it('is built again when a cleaner took a file away', async () => {
    const file = join(await cached(entry), 'deep', 'file');
    await rm(file);
    await cached(entry);
    expect(await readFile(file, 'utf8')).toBe('build 2');
    expect(await readdir(root)).toEqual(['greeting-1']);
  });

  it('leaves nothing of a build that fails', async () => {
    const failing = { ...entry, build: () => Promise.reject(new Error('no network')) };
    await expect(cached(failing)).rejects.toThrow('no network');
    expect(await readdir(root)).toEqual([]);
  });

  it('clears away what a killed build left', async () => {
    await mkdir(join(root, '.greeting-1.build-4711', 'content'), { recursive: true });
    await cached(entry);
    expect(await readdir(root)).toEqual(['greeting-1']);
  });

  it('is refused in a folder that others may write to', async () => {
    await mkdir(root);
    await chmod(root, 0o777);
    await expect(cached(entry)).rejects.toThrow(`${root} must be a folder that only uid`);
    expect(builds).toBe(0);
  });
});

describe('withExclusiveLock', () => {
  it('lets one in at a time', async () => {
    let [inside, most] = [0, 0];
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await readdir(folder);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withExclusiveLock(lock, { signal, onWait: () => {} }, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken from a holder that died', async () => {
    await writeFile(lock, JSON.stringify({ pid: process.pid, startTime: 'an-earlier-boot pid:[1] 1' }));
    await expect(withExclusiveLock(lock, { signal, onWait: () => {} }, async () => 'in')).resolves.toBe('in');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not waited for after an abort', async () => {
    const abort = new AbortController();
    const waiting = withExclusiveLock(lock, { signal, onWait: () => {} }, () =>
      withExclusiveLock(lock, { signal: abort.signal, onWait: () => abort.abort() }, async () => 'in'),
    );
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
