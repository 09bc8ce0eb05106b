import type { WorkingCopy } from '@once/working-copy';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The first lines of a compiler's output name the mistake; the rest follows from it. */
const MAX_OUTPUT = 600;

/** Builds the services of the copy, and the libs that they stand on; only what changed. @returns what keeps it from it */
export async function buildCopy(
  { folder }: Pick<WorkingCopy, 'folder'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const apps = (await readdir(join(folder, 'apps'))).map((name) => join('apps', name));
  const compiler = join(folder, 'node_modules/typescript/bin/tsc');
  try {
    await run(process.execPath, [compiler, '-b', ...apps], { cwd: folder, signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    return `does not build: ${output.trim().slice(0, MAX_OUTPUT) || String(error)}`;
  }
}
