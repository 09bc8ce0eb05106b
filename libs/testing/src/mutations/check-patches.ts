import { REPOSITORY_ROOT } from '@once/supervisor';
import { patchProblem } from '@once/working-copy';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { SUFFIXES } from '../runner/suites.ts';
import { isMutationFile, readMutation, refuseSharedNames, type Mutation } from './mutation.ts';
import { canBePartOfName } from './titles.ts';

const run = promisify(execFile);

/** Processes of git at a time: one per core of a small machine. */
const AT_A_TIME = 2;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Those of mutations, of controls of the proof, of planted contracts, and of whatever comes next. */
const patchFiles = async (): Promise<string[]> => {
  const args = ['ls-files', '-co', '--exclude-standard', '-z', '*.patch'];
  const { stdout } = await run('git', args, { cwd: REPOSITORY_ROOT });
  return stdout.split('\0').filter(Boolean).sort();
};

/** What is wrong with a mutation's header, given the source of its test file: undefined where there is no such file. */
export function headerProblems({ suite, test, reddens }: Mutation, source: string | undefined): string[] {
  if (source === undefined) return [`there is no test file ${test}`];
  const kind = basename(test).endsWith(SUFFIXES[suite]) ? [] : [`${test} is not of the suite ${suite}`];
  const missing = reddens.filter((title) => !canBePartOfName(title, source));
  return [...kind, ...missing.map((title) => `${test} has no test by the name of "${title}"`)];
}

const problemsOf = async (file: string): Promise<string[]> => {
  const problem = await patchProblem([join(REPOSITORY_ROOT, file)]);
  const doesNotApply = problem === undefined ? [] : [`does not apply: ${problem}`];
  if (!isMutationFile(file)) return doesNotApply;
  try {
    const mutation = readMutation(file, await readFile(join(REPOSITORY_ROOT, file), 'utf8'));
    const source = await readFile(join(REPOSITORY_ROOT, mutation.test), 'utf8').catch(() => undefined);
    return [...doesNotApply, ...headerProblems(mutation, source)];
  } catch (error) {
    return [...doesNotApply, messageOf(error)];
  }
};

const sharedNames = (files: readonly string[]): string[] => {
  try {
    refuseSharedNames(files);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
};

/**
 * Checks every patch of the repository without running a test: it applies to the sources as they are, its name is its own,
 * and a mutation's header tells of a test that is there.
 */
export async function checkPatches(): Promise<{ passed: number; problems: string[] }> {
  const files = await patchFiles();
  const problems = sharedNames(files);
  const queue = [...files];
  let passed = 0;
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const found = await problemsOf(file);
      if (found.length === 0) passed += 1;
      else problems.push(`${file}: ${found.join('; ')}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { passed, problems };
}
