import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../has-code.ts';
import { ensureOwnFolder } from '../run/own-folder.ts';
import { withExclusiveLock } from './exclusive-lock.ts';
import { isSealedFolderComplete, sealFolder } from './folder-manifest.ts';

export interface CacheEntry {
  /** Names the exact content: a version, a hash. */
  name: string;
  /** What is built, for the progress line. */
  title: string;
  /** Fills the folder `content`; `scratch` is thrown away afterwards. */
  build(folders: { content: string; scratch: string }): Promise<void>;
}

export interface CacheContext {
  /** The folder of all entries. */
  root: string;
  signal: AbortSignal;
  report: (line: string) => void;
}

/** The entry's folder, built by the first who needs it. It appears complete or not at all. */
export async function cachedFolder(entry: CacheEntry, { root, signal, report }: CacheContext): Promise<string> {
  const target = join(root, entry.name);
  await ensureOwnFolder(root, 0o755);
  if (await isSealedFolderComplete(target)) return target;
  const onWait = () => report(`Waiting for another start that prepares ${entry.title} …`);
  await withExclusiveLock(`${target}.lock`, { signal, onWait }, async () => {
    if (!(await isSealedFolderComplete(target))) await buildEntry(root, entry);
  });
  return target;
}

/** Under the lock, so every other build folder of this entry belongs to a build that was killed. */
async function buildEntry(root: string, entry: CacheEntry): Promise<void> {
  const prefix = `.${entry.name}.build`;
  await removeByPrefix(root, prefix);
  const workshop = join(root, `${prefix}-${process.pid}`);
  const [content, scratch] = [join(workshop, 'content'), join(workshop, 'scratch')];
  try {
    await mkdir(content, { recursive: true });
    await mkdir(scratch);
    await entry.build({ content, scratch });
    await sealFolder(content);
    await replaceFolder(content, join(root, entry.name), join(workshop, 'replaced'));
  } finally {
    await rm(workshop, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A server may be running from an incomplete old copy: it is put aside in one step, not emptied in place. */
async function replaceFolder(from: string, to: string, aside: string): Promise<void> {
  await rename(to, aside).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
  });
  await rename(from, to);
}

async function removeByPrefix(root: string, prefix: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (name.startsWith(prefix)) await rm(join(root, name), { recursive: true, force: true });
  }
}
