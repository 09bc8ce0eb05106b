import { chmod, lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const MANIFEST = 'manifest.json';

/** Makes the tree readable by every user, whatever the umask was, and writes down what a complete copy holds. */
export async function sealFolder(root: string): Promise<void> {
  const sizes: Record<string, number> = {};
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode, size } = await lstat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
    if (entry.isFile()) sizes[relative(root, path)] = size;
  }
  await writeFile(join(root, MANIFEST), JSON.stringify(sizes), { mode: 0o644 });
}

/** False as well when a cleaner of the temp folder took single files away, which it does after some days. */
export async function isSealedFolderComplete(root: string): Promise<boolean> {
  try {
    const sizes = JSON.parse(await readFile(join(root, MANIFEST), 'utf8')) as Record<string, number>;
    const checks = Object.entries(sizes).map(async ([path, size]) => (await lstat(join(root, path))).size === size);
    return (await Promise.all(checks)).every(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return false;
    throw error;
  }
}
