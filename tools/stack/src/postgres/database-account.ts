import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ownUid } from '../run/own-folder.ts';
import { SetupError } from '../setup.error.ts';

export interface Account {
  uid: number;
  gid: number;
}

/** The first that exists: Debian's database user, else the one that every system has. No user is ever created. */
const CANDIDATES = ['postgres', 'nobody'];

/** Whom Postgres runs as: null means as ourselves. Postgres refuses to run as root. */
export async function databaseAccount(): Promise<Account | null> {
  if (ownUid() !== 0) return null;
  for (const name of CANDIDATES) {
    const account = await lookUp(name);
    if (account) return account;
  }
  throw new SetupError(
    'Postgres refuses to run as root and there is no user "nobody": run as a plain user, or set PG_URL.',
  );
}

async function lookUp(name: string): Promise<Account | null> {
  try {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    return uid > 0 ? { uid, gid } : null;
  } catch (error) {
    // id(1) fails with exit code 1 for a name that does not exist.
    if ((error as { code?: unknown }).code === 1) return null;
    throw error;
  }
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, name]);
  return Number(stdout);
}
