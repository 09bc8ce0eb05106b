import { judgeProcess, type ProcessIdentity } from '@once/stack';
import { readFile } from 'node:fs/promises';
import { hasCode } from '@once/stack';

/** Who keeps a stack.json, and what a server that is not ours would be left with if it were killed. */
export interface RunOwner extends ProcessIdentity {
  /** Part of the names of its databases and logins. */
  suffix: string;
  /** Host and port of PG_URL where that names the server, else null: the data goes with the stack. */
  postgresHost: string | null;
}

export const ownerFileOf = (runFile: string): string => `${runFile.replace(/\.json$/, '')}.owner.json`;

export async function readRunOwner(runFile: string): Promise<RunOwner | null> {
  try {
    return parseRunOwner(JSON.parse(await readFile(ownerFileOf(runFile), 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** One that lives in another container can't be looked at, so it counts as alive. */
export const isOwnerAlive = (owner: RunOwner): boolean => judgeProcess(owner) !== 'dead';

/** Strict: names of databases to drop are made from it. */
function parseRunOwner(value: unknown): RunOwner | null {
  if (typeof value !== 'object' || value === null) return null;
  const { pid, startTime, suffix, postgresHost } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof startTime !== 'string') return null;
  if (typeof suffix !== 'string' || !/^\w+$/.test(suffix)) return null;
  return { pid, startTime, suffix, postgresHost: typeof postgresHost === 'string' ? postgresHost : null };
}
