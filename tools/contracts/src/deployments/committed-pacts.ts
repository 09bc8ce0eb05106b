import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parsePact, type PactFile } from '../pact/pact-file.ts';

const run = promisify(execFile);

export interface CommittedPact {
  readonly pact: PactFile;
  /** The file as it was committed, byte for byte. */
  readonly text: string;
}

const git = async (root: string, ...args: string[]): Promise<string> =>
  (await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })).stdout;

/** The full hash of a commit. @throws Error when git knows none by that name */
export async function resolveCommit(root: string, name: string): Promise<string> {
  const found = await git(root, 'rev-parse', '--quiet', '--verify', `${name}^{commit}`).catch(() => '');
  if (found === '') throw new Error(`${name} is no commit of this repository: give --version the commit that is meant`);
  return found.trim();
}

/** What the consumers of a commit ask for, whatever lies in the working tree. */
export async function pactsAt(root: string, commit: string): Promise<CommittedPact[]> {
  const listing = await git(root, 'ls-tree', '--name-only', commit, 'contracts/pacts/');
  const files = listing.split('\n').filter((file) => file.endsWith('.json'));
  return Promise.all(
    files.map(async (file) => {
      const text = await git(root, 'show', `${commit}:${file}`);
      return { text, pact: parsePact(text, `${file} of ${commit}`) };
    }),
  );
}

/** Everyone who has a part in a contract, sorted. */
export const appsOf = (pacts: readonly CommittedPact[]): string[] =>
  [...new Set(pacts.flatMap(({ pact }) => [pact.consumer.name, pact.provider.name]))].sort();
