import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../has-code.ts';
import { endProcess } from './end-process.ts';
import { runsRoot } from './own-folder.ts';
import { readOwnerRecord, type RecordedProcess } from './owner-record.ts';
import { judgeProcess } from './process-identity.ts';
import { removeRunFolder } from './run-folder.ts';

export interface CleanedRun {
  dataDir: string;
  endedProcesses: { name: string; pid: number }[];
}

/** A folder without a readable owner is somebody's half-made or half-removed one: old enough, nobody works on it. */
const UNOWNED_AGE_MS = 10 * 60_000;
const ORDERLY_BOUND_MS = 5_000;

/** Ends the processes and removes the folders of runs whose owner is dead. Live runs are not touched. */
export async function cleanLeftovers(onProgress: (line: string) => void = () => {}): Promise<CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const path of await listRuns()) {
    try {
      if (!(await isAbandoned(path))) continue;
      cleaned.push(await cleanRun(path));
      onProgress(`Removed what a killed run left behind: ${path}`);
    } catch (error) {
      // One run that can't be cleaned must not keep the next one from starting.
      onProgress(`Could not remove what a killed run left behind in ${path}: ${(error as Error).message}`);
    }
  }
  return cleaned;
}

/** Ends what the run recorded, then removes its folder, whoever its owner is. */
export async function cleanRun(path: string): Promise<CleanedRun> {
  const recorded = (await readOwnerRecord(path))?.processes ?? [];
  const alive = recorded.filter((entry) => entry.pid !== process.pid && judgeProcess(entry) === 'alive');
  const survived = await Promise.all(
    alive.map(async (entry) => !(await endProcess(entry, endSignal(entry), ORDERLY_BOUND_MS))),
  );
  const survivor = alive.find((_, index) => survived[index]);
  if (survivor) throw new Error(`${survivor.name} (pid ${survivor.pid}) does not end`);
  await removeRunFolder(path);
  return { dataDir: path, endedProcesses: alive.map(({ name, pid }) => ({ name, pid })) };
}

/** Postgres, and the one inside initdb, give their shared memory back on these signals but not on SIGKILL. */
function endSignal(entry: RecordedProcess): NodeJS.Signals {
  if (entry.name === 'postgres') return 'SIGQUIT';
  return entry.name === 'initdb' ? 'SIGTERM' : 'SIGKILL';
}

async function isAbandoned(path: string): Promise<boolean> {
  const record = await readOwnerRecord(path);
  if (record !== null) return judgeProcess(record.owner) === 'dead';
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > UNOWNED_AGE_MS;
}

async function listRuns(): Promise<string[]> {
  const root = await runsRoot();
  const names = await readdir(root).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names.map((name) => join(root, name));
}
