import { randomUUID } from 'node:crypto';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataDirInUseError } from './data-dir-in-use.error.ts';
import { hasCode } from './has-code.ts';
import { readOwner, type LockOwner } from './lock-owner.ts';
import { identifyProcess, isRunning } from './process-identity.ts';

export const LOCK_FILE = 'owner.lock';
/** A round is lost only to another starter; more rounds than starters that anyone has. */
const MAX_ROUNDS = 20;

export interface DataDirLock {
  release(): Promise<void>;
}

/** Two writers would interleave their lines: one process owns a data folder, until it ends. */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = join(dataDir, LOCK_FILE);
  const owner: LockOwner = { token: randomUUID(), ...(await identifyProcess(process.pid)) };
  const draftPath = `${path}.${owner.token}`;
  await writeFile(draftPath, JSON.stringify(owner), { mode: 0o600 });
  try {
    await takeLock({ path, draftPath, dataDir });
  } finally {
    await rm(draftPath, { force: true });
  }
  return { release: () => rm(path, { force: true }) };
}

interface Attempt {
  readonly path: string;
  readonly draftPath: string;
  readonly dataDir: string;
}

async function takeLock(attempt: Attempt): Promise<void> {
  const { path, draftPath, dataDir } = attempt;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    if (await linkIfFree(draftPath, path)) return;
    const owner = await readOwner(path, dataDir);
    if (owner === undefined) continue;
    if (await isRunning(owner)) throw new DataDirInUseError(dataDir, `process ${owner.pid} has it`);
    if (await succeed(owner, attempt)) return;
  }
  throw new DataDirInUseError(dataDir, 'other processes keep taking it');
}

/**
 * Replaces the lock of a dead owner. Whoever holds the file named after that owner is the only one who may, and looks
 * once more whether the lock is still that owner's: a starter that read it earlier may come when all is long over.
 */
async function succeed(dead: LockOwner, { path, draftPath, dataDir }: Attempt): Promise<boolean> {
  const claimPath = `${path}.${dead.token}.successor`;
  if (!(await linkIfFree(draftPath, claimPath))) {
    const rival = await readOwner(claimPath, dataDir);
    if (rival === undefined) return false;
    if (await isRunning(rival)) throw new DataDirInUseError(dataDir, `process ${rival.pid} is taking it over`);
    // The rival died between these few calls. The next round claims anew.
    await rm(claimPath, { force: true });
    return false;
  }
  try {
    if ((await readOwner(path, dataDir))?.token !== dead.token) return false;
    await rename(draftPath, path);
    return true;
  } finally {
    await rm(claimPath, { force: true });
  }
}

/** Linking a finished file is atomic and fails if the name is taken: nobody ever reads a half-written lock. */
async function linkIfFree(draftPath: string, path: string): Promise<boolean> {
  try {
    await link(draftPath, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
