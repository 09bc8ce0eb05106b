import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../has-code.ts';
import { ensureOwnFolder, runsRoot } from './own-folder.ts';
import { ownerFile, type OwnerRecord, type RecordedProcess } from './owner-record.ts';
import { identifyProcess } from './process-identity.ts';

/** Enter, but don't list: the database's user has to pass through on the way to its own folder. */
const PASS_THROUGH = 0o711;
const OPEN_ATTEMPTS = 5;

export interface RunFolder {
  readonly path: string;
  /** Writes a child down, so that a later start can end it if this process is killed. */
  record(name: string, pid: number): void;
  forget(pid: number): void;
  remove(): Promise<void>;
}

export async function openRunFolder(): Promise<RunFolder> {
  const root = await runsRoot();
  const path = join(root, `${process.pid}-${randomBytes(4).toString('hex')}`);
  const owner = identifyProcess(process.pid);
  if (owner === null) throw new Error(`Can't read the start time of this process (pid ${process.pid}).`);
  let processes: RecordedProcess[] = [];
  let isRemoved = false;
  const save = () => {
    if (!isRemoved) writeRecord(path, { owner, processes });
  };
  await makeRunFolder(root, path, { owner, processes });
  return {
    path,
    record(name, pid) {
      const identity = identifyProcess(pid);
      if (identity === null) return;
      processes = [...processes, { name, ...identity }];
      save();
    },
    forget(pid) {
      processes = processes.filter((entry) => entry.pid !== pid);
      save();
    },
    async remove() {
      isRemoved = true;
      await removeRunFolder(path);
    },
  };
}

/** Removes a run's folder, and the folder around it when that was the last one. */
export async function removeRunFolder(path: string): Promise<void> {
  // A database that was killed lets go of its files a moment after its first process is gone.
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  await rmdir(join(path, '..')).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].some((code) => hasCode(error, code))) throw error;
  });
}

/** The folder gets its final name only when its owner is written in it: no cleaner can take it for abandoned. */
async function makeRunFolder(root: string, path: string, record: OwnerRecord, attempt = 1): Promise<void> {
  const unnamed = `${path}.new`;
  try {
    await ensureOwnFolder(root, PASS_THROUGH);
    await mkdir(unnamed);
  } catch (error) {
    // Another run that ends just now removes the empty root under our feet.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === OPEN_ATTEMPTS) throw error;
    return makeRunFolder(root, path, record, attempt + 1);
  }
  await chmod(unnamed, PASS_THROUGH);
  writeRecord(unnamed, record);
  await rename(unnamed, path);
}

/** Synchronous on purpose: between the start of a child and its record there must be no turn of the event loop. */
function writeRecord(path: string, record: OwnerRecord): void {
  const draft = `${ownerFile(path)}.draft`;
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  renameSync(draft, ownerFile(path));
}
