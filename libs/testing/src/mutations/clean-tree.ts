import { REPOSITORY_ROOT } from '@once/supervisor';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const git = async (folder: string, ...args: string[]): Promise<string> =>
  (await run('git', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();

/**
 * The hash of what is committed, or undefined where the work tree holds anything else. Of the tree and not of the commit: a
 * verdict depends on the files alone (a copy has no history), so that it survives another message or parent.
 */
export async function cleanTree(folder = REPOSITORY_ROOT): Promise<string | undefined> {
  // Whatever the configuration says: a file that is not committed is copied, too, and may decide a verdict.
  const changes = await git(folder, 'status', '--porcelain', '--untracked-files=all');
  return changes === '' ? git(folder, 'rev-parse', 'HEAD^{tree}') : undefined;
}

export const headCommit = (folder = REPOSITORY_ROOT): Promise<string> => git(folder, 'rev-parse', 'HEAD');
