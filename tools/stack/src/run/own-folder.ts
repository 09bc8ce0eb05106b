import { chmod, lstat, mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SetupError } from '../setup.error.ts';

const ANYONE_MAY_ENTER = 0o001;
const OTHERS_MAY_WRITE = 0o022;

export function ownUid(): number {
  const uid = process.getuid?.();
  if (uid === undefined)
    throw new SetupError('The embedded stack needs Linux or macOS: use WSL, or set PG_URL and KAFKA_BROKERS.');
  return uid;
}

/** `/tmp/once-stack-<uid>`: data of the runs. Others may pass through, so that the database's user reaches its data. */
export const runsRoot = async (): Promise<string> => join(await tempFolder(), `once-stack-${ownUid()}`);

/** `/tmp/once-cache-<uid>`: what survives runs. `ONCE_CACHE_DIR` names another place, for a run whose TMPDIR does not. */
export const cacheRoot = async (): Promise<string> =>
  process.env['ONCE_CACHE_DIR'] ?? join(await tempFolder(), `once-cache-${ownUid()}`);

/**
 * Makes the folder unless it is there. Anybody can make a folder of that name under /tmp first, and binaries in it
 * are going to be executed: so it must be a real folder, ours, and writable by nobody else.
 */
export async function ensureOwnFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path);
    await chmod(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = await lstat(path);
  if (found.isDirectory() && found.uid === ownUid() && (found.mode & OTHERS_MAY_WRITE) === 0) return;
  throw new SetupError(
    `${path} must be a folder that only uid ${ownUid()} may write to: remove it, or set TMPDIR to another folder.`,
  );
}

/** As root the database runs under another user, who can't enter a private TMPDIR (pam_tmpdir makes such folders). */
async function tempFolder(): Promise<string> {
  if (ownUid() !== 0 || (await mayAnyoneEnter(tmpdir()))) return tmpdir();
  return '/tmp';
}

async function mayAnyoneEnter(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & ANYONE_MAY_ENTER) === 0) return false;
  return dirname(path) === path ? true : mayAnyoneEnter(dirname(path));
}
