import { copyFile, rename, rm } from 'node:fs/promises';
import { codeOf } from '../error-code.ts';

/** Moves a history that was written elsewhere into the evidence; across file systems it is copied first. */
export async function keepHistory(from: string, to: string): Promise<void> {
  if (from === to) return;
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from);
  }
}
