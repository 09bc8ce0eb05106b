import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runName } from './run-name.ts';
import { codeOf } from '../error-code.ts';

/** A run's own folder, made when the run begins, so that a run that is killed leaves what it had. */
export interface EvidenceFolder {
  /** Of all runs. */
  readonly root: string;
  readonly name: string;
  readonly path: string;
  /** Where the clients write while the run goes on. */
  readonly historyFile: string;
}

/** Two runs with one seed may begin in one second; a hundred do not. */
const MAX_SAME_NAME = 100;

/** @throws Error when the folder can't be made; nothing is ever written into another run's */
export async function createEvidenceFolder(
  root: string,
  run: { readonly startedAt: Date; readonly seed: string },
): Promise<EvidenceFolder> {
  await mkdir(root, { recursive: true });
  const base = runName(run.startedAt, run.seed);
  for (let copy = 1; copy <= MAX_SAME_NAME; copy += 1) {
    const name = copy === 1 ? base : `${base}.${copy}`;
    const path = join(root, name);
    if (await isNew(path)) return { root, name, path, historyFile: join(path, 'history.ndjson') };
  }
  throw new Error(`${join(root, base)} and ${MAX_SAME_NAME - 1} more of its name exist: wait a second and run again`);
}

/** Making it is the check, so that two harnesses can't both find it free. */
async function isNew(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
