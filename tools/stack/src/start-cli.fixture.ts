import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseOwnerRecord, type RecordedProcess } from './run/owner-record.ts';

export interface StartedCli {
  cli: ChildProcess;
  /** What it printed. */
  line: Record<string, unknown>;
  dataDir: string;
  /** Everything that it started, its watchdog too. */
  processes: RecordedProcess[];
}

/** For tests: the command in a process of its own, once it has printed where the servers are. */
export async function startCli(env: NodeJS.ProcessEnv): Promise<StartedCli> {
  const main = fileURLToPath(new URL('./cli.ts', import.meta.url));
  const args = ['--conditions=once-source', main, '--json'];
  const cli = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [text] = (await once(createInterface({ input: cli.stdout }), 'line')) as [string];
  const line = JSON.parse(text) as Record<string, unknown>;
  const dataDir = String(line['dataDir']);
  const record = parseOwnerRecord(await readFile(join(dataDir, 'owner.json'), 'utf8'));
  return { cli, line, dataDir, processes: record?.processes ?? [] };
}
