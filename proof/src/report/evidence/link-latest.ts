import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

export const LATEST = 'latest';

/**
 * Points `latest` at a run. A link can't be changed in place; it is made under another name and renamed over the old
 * one, so that at no instant there is none. Relative, so that the evidence may be moved.
 * @throws Error when `latest` is a folder, which is then somebody's own
 */
export async function linkLatest(root: string, runName: string): Promise<void> {
  const unfinished = join(root, `.${LATEST}.${process.pid}`);
  await rm(unfinished, { force: true });
  await symlink(runName, unfinished);
  try {
    await rename(unfinished, join(root, LATEST));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
