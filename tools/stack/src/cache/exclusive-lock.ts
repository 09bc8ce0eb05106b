import { randomBytes } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { identifyProcess, judgeProcess, type ProcessIdentity } from '../run/process-identity.ts';

const POLL_MS = 200;
/** Longer than any download that is still worth waiting for. */
const WAIT_BOUND_MS = 15 * 60_000;

export interface LockOptions {
  signal: AbortSignal;
  /** Called once, when somebody else holds the lock. */
  onWait: () => void;
}

/** Runs `work` while no other process on this machine holds the lock file; a holder that died loses it. */
export async function withExclusiveLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  await acquire(path, options);
  try {
    return await work();
  } finally {
    await unlink(path);
  }
}

async function acquire(path: string, { signal, onWait }: LockOptions): Promise<void> {
  const deadline = performance.now() + WAIT_BOUND_MS;
  for (let round = 0; !(await tryAcquire(path)); round += 1) {
    if (await breakIfAbandoned(path)) continue;
    if (round === 0) onWait();
    if (performance.now() > deadline)
      throw new Error(`${path} is still held by another process: remove it if none is at work.`);
    await delay(POLL_MS, undefined, { signal });
  }
}

/** A hard link appears with its content or not at all, so nobody ever reads a lock that has no holder in it yet. */
async function tryAcquire(path: string): Promise<boolean> {
  const draft = uniqueName(path);
  await writeFile(draft, JSON.stringify(identifyProcess(process.pid)));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function breakIfAbandoned(path: string): Promise<boolean> {
  if (!isAbandoned(await readHolder(path))) return false;
  const aside = uniqueName(path);
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  // Two waiters may break the same lock; the slower one could take away what the faster one has just made.
  if (!isAbandoned(await readHolder(aside))) await link(aside, path).catch(() => {});
  await unlink(aside);
  return true;
}

function isAbandoned(holder: ProcessIdentity | null): boolean {
  return holder !== null && judgeProcess(holder) === 'dead';
}

async function readHolder(path: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function uniqueName(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
}
