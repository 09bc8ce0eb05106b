import { REPOSITORY_ROOT } from '@once/supervisor';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Which sources a statement is about. */
export interface SourceVersion {
  /** Hash of the commit that is checked out; `none` before the first one. */
  readonly commit: string;
  /** False when files differ from that commit: then the statement is about nothing that others could check out. */
  readonly isClean: boolean;
}

const git = async (...args: string[]): Promise<string> =>
  (await run('git', args, { cwd: REPOSITORY_ROOT, maxBuffer: 16 * 1024 * 1024 })).stdout.trim();

export async function readSourceVersion(): Promise<SourceVersion> {
  const commit = await git('rev-parse', '--quiet', '--verify', 'HEAD').catch(() => 'none');
  // What is recorded about a commit lies beside its sources and does not change them.
  const changes = await git('status', '--porcelain', '--', '.', ':(exclude)contracts/deployed');
  return { commit, isClean: commit !== 'none' && changes === '' };
}
