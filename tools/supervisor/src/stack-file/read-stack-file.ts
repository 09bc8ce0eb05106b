import { readFile } from 'node:fs/promises';
import { hasCode } from '@once/stack';
import { isOwnerAlive, readRunOwner } from './run-owner.ts';
import type { StackFile } from './stack-file.ts';

/** The stack that keeps the file, or null when none runs or it is not ready yet. */
export async function readRunningStack(runFile: string): Promise<StackFile | null> {
  const owner = await readRunOwner(runFile);
  if (owner === null || !isOwnerAlive(owner)) return null;
  try {
    return JSON.parse(await readFile(runFile, 'utf8')) as StackFile;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
