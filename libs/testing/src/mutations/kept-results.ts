import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `caught`: a mutation, by its name. `green`: tests of a file without any mutation, by their target's key. */
export type ResultKind = 'caught' | 'green';

/**
 * What was found out about one tree, a small file for each, so that a later run goes on from there and several may write
 * at once. Only what needs no second look is kept; without a folder, nothing is.
 */
export class KeptResults {
  private readonly folder: string | undefined;
  private readonly isAgain: boolean;

  /** @param isAgain finds out anew what is kept: nothing is taken over, and all is kept */
  constructor(folder: string | undefined, { isAgain = false } = {}) {
    this.folder = folder;
    this.isAgain = isAgain;
  }

  async names(kind: ResultKind): Promise<Set<string>> {
    if (this.folder === undefined || this.isAgain) return new Set();
    const files = await readdir(join(this.folder, kind)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
    return new Set(files);
  }

  /** Written beside the others first and then renamed: a file that is there is whole, whoever was killed meanwhile. */
  async keep(kind: ResultKind, name: string, detail: object): Promise<void> {
    if (this.folder === undefined) return;
    const unfinished = join(this.folder, 'unfinished', `${kind}-${name}.${process.pid}`);
    await Promise.all(['unfinished', kind].map((place) => mkdir(join(this.folder ?? '', place), { recursive: true })));
    await writeFile(unfinished, `${JSON.stringify(detail)}\n`);
    await rename(unfinished, join(this.folder, kind, name));
  }
}
