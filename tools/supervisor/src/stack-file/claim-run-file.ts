import { identifyProcess, withExclusiveLock } from '@once/stack';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '@once/stack';
import { AlreadyRunningError } from './already-running.error.ts';
import { isOwnerAlive, ownerFileOf, readRunOwner, type RunOwner } from './run-owner.ts';

export interface RunFileClaim {
  /** Of a supervisor that was killed: what it left on a server that is not ours is still to be dropped. */
  killedOwner: RunOwner | null;
  /** Removes the file and gives the place free. */
  release(): Promise<void>;
}

/** @throws AlreadyRunningError while another process keeps the file. */
export async function claimRunFile(
  runFile: string,
  mark: Pick<RunOwner, 'suffix' | 'postgresHost'>,
  signal: AbortSignal,
): Promise<RunFileClaim> {
  await mkdir(dirname(runFile), { recursive: true, mode: 0o700 });
  // Between looking at the owner and replacing it nobody else may do the same.
  return withExclusiveLock(`${ownerFileOf(runFile)}.lock`, { signal, onWait: () => undefined }, async () => {
    const found = await readRunOwner(runFile);
    if (found && isOwnerAlive(found)) throw new AlreadyRunningError(runFile, found.pid);
    await writeOwner(runFile, mark);
    await rm(runFile, { force: true });
    return { killedOwner: found, release: () => releaseRunFile(runFile) };
  });
}

async function writeOwner(runFile: string, mark: Pick<RunOwner, 'suffix' | 'postgresHost'>): Promise<void> {
  const draft = `${ownerFileOf(runFile)}.${process.pid}.draft`;
  await writeFile(draft, JSON.stringify({ ...identifyProcess(process.pid), ...mark }), { mode: 0o600 });
  await rename(draft, ownerFileOf(runFile));
}

/** The owner goes last: as long as it is there, nobody else writes the file that is being removed. */
async function releaseRunFile(runFile: string): Promise<void> {
  await rm(runFile, { force: true });
  await rm(ownerFileOf(runFile), { force: true });
  await rmdir(dirname(runFile)).catch((error: unknown) => {
    // It is somebody else's folder too, as soon as there is something else in it.
    if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST') && !hasCode(error, 'ENOENT')) throw error;
  });
}
