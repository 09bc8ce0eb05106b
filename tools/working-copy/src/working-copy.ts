import { REPOSITORY_ROOT } from '@once/supervisor';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Lists what git would commit: a copy must not carry builds, evidence or secrets along. */
const sourceFiles = async (): Promise<string[]> => {
  const listing = await run('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: REPOSITORY_ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  return listing.stdout.split('\0').filter(Boolean);
};

/** Dependencies are linked one by one; our own packages must resolve to the copy and not to the original. */
const linkDependencies = async (copy: string): Promise<void> => {
  const original = join(REPOSITORY_ROOT, 'node_modules');
  const target = join(copy, 'node_modules');
  await mkdir(join(target, '@once'), { recursive: true });
  for (const name of await readdir(original)) {
    if (name !== '@once') await symlink(join(original, name), join(target, name));
  }
  for (const name of await readdir(join(original, '@once'))) {
    const place = relative(REPOSITORY_ROOT, await realpath(join(original, '@once', name)));
    await symlink(join(copy, place), join(target, '@once', name));
    await linkOwnDependencies(place, copy);
  }
};

/** Where two packages need two versions of a third, npm keeps one of them inside the package that needs it. */
const linkOwnDependencies = async (place: string, copy: string): Promise<void> => {
  const own = join(REPOSITORY_ROOT, place, 'node_modules');
  if (existsSync(own)) await symlink(own, join(copy, place, 'node_modules'));
};

/** Patches as one: a later one may build on an earlier one, and they apply all or none. */
const readTogether = async (patchFiles: readonly string[]): Promise<string> =>
  (await Promise.all(patchFiles.map((file) => readFile(file, 'utf8')))).join('\n');

const applyIn = async (folder: string, patch: string, ...options: string[]): Promise<void> => {
  const applying = run('git', ['apply', '--whitespace=nowarn', ...options, '-'], { cwd: folder });
  applying.child.stdin?.end(patch);
  await applying;
};

/** Why these patches do not apply to the sources as they stand, all or none; undefined when they do. */
export const patchProblem = async (patchFiles: readonly string[]): Promise<string | undefined> => {
  const patch = await readTogether(patchFiles);
  return applyIn(REPOSITORY_ROOT, patch, '--check').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
};

export interface AppliedPatches {
  readonly takeBack: () => Promise<void>;
}

/** A throw-away copy of the sources, in which patches can be applied and taken back. */
export class WorkingCopy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<WorkingCopy> {
    const copy = new WorkingCopy(await mkdtemp(join(tmpdir(), 'once-copy-')));
    try {
      await copy.fill();
      return copy;
    } catch (error) {
      await copy.remove();
      throw error;
    }
  }

  /**
   * @returns what takes them back, as they were read now: a file may be edited while a copy is at work with it
   * @throws Error that names the hunk, when one does not apply; then none is applied
   */
  async apply(...patchFiles: readonly string[]): Promise<AppliedPatches> {
    const patch = await readTogether(patchFiles);
    await applyIn(this.folder, patch);
    return { takeBack: () => applyIn(this.folder, patch, '--reverse') };
  }

  /** Makes a folder what it was, after a run has written into it. */
  async restore(place: string): Promise<void> {
    await rm(join(this.folder, place), { recursive: true, force: true });
    await cp(join(REPOSITORY_ROOT, place), join(this.folder, place), { recursive: true });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async fill(): Promise<void> {
    for (const file of await sourceFiles()) {
      await mkdir(join(this.folder, dirname(file)), { recursive: true });
      await cp(join(REPOSITORY_ROOT, file), join(this.folder, file)).catch(ignoreMissing);
    }
    await linkDependencies(this.folder);
    await run('git', ['init', '--quiet'], { cwd: this.folder });
  }
}

/** A file that is deleted in the working tree but not committed yet has nothing to copy. */
const ignoreMissing = (error: unknown): void => {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
};
