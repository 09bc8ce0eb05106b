import { REPOSITORY_ROOT } from '@once/supervisor';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MUTATION_FILES, readMutation, refuseSharedNames, type Mutation } from './mutation.ts';

/**
 * Reads every mutation of the workspace, in the order of their files.
 * @throws Error when a header is not complete, or two files share a name
 */
export async function readMutations(): Promise<Mutation[]> {
  const files: string[] = [];
  for await (const file of glob(MUTATION_FILES, { cwd: REPOSITORY_ROOT })) {
    files.push(file);
  }
  refuseSharedNames(files);
  return Promise.all(
    files.sort().map(async (file) => readMutation(file, await readFile(join(REPOSITORY_ROOT, file), 'utf8'))),
  );
}
