import { judgeProcess, type ProcessIdentity } from '@once/stack';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Everything that a stack would leave behind if it did not clean up. */
export interface StackTraces {
  dataDir: string;
  processes: (ProcessIdentity & { name: string })[];
}

export async function readTraces(dataDir: string): Promise<StackTraces> {
  const record = JSON.parse(await readFile(join(dataDir, 'owner.json'), 'utf8')) as Pick<StackTraces, 'processes'>;
  return { dataDir, processes: record.processes };
}

/** Of the process that runs a stack. */
export async function findTraces(ownerPid: number): Promise<StackTraces> {
  for (const root of new Set([tmpdir(), '/tmp'].map((temp) => join(temp, `once-stack-${process.getuid?.() ?? ''}`)))) {
    const names = existsSync(root) ? await readdir(root) : [];
    const found = names.find((name) => name.startsWith(`${ownerPid}-`));
    if (found) return readTraces(join(root, found));
  }
  throw new Error(`process ${ownerPid} has no data folder`);
}

/** What is left: names of processes that live, and the folder if it exists. */
export function remainsOf({ dataDir, processes }: StackTraces): string[] {
  const alive = processes.filter((identity) => judgeProcess(identity) === 'alive').map(({ name }) => name);
  return existsSync(dataDir) ? [...alive, dataDir] : alive;
}

const POLL_MS = 50;
const BOUND_MS = 60_000;

/** For states that no signal announces. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + BOUND_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`${what}: not seen within ${BOUND_MS / 1000} s`);
    await delay(POLL_MS);
  }
}
