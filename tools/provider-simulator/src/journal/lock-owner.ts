import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DataDirInUseError } from './data-dir-in-use.error.ts';
import { hasCode } from './has-code.ts';

const ownerSchema = z.object({ token: z.uuid(), pid: z.int().positive(), startedTicks: z.string() });

/** What a lock file says; the token tells two owners apart even if they are one process. */
export type LockOwner = z.infer<typeof ownerSchema>;

/** Undefined if the file is gone. */
export async function readOwner(path: string, dataDir: string): Promise<LockOwner | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new DataDirInUseError(dataDir, `${path} is unreadable; remove it if no simulator runs there`, { cause });
  }
}
