import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../../src/charges/floor.sql');

/** Transactions scripts a second (one script is one charge: two transactions) that pgbench does with hand-written SQL. */
export async function pgbench(url: string, options: { clients: number; seconds: number }): Promise<number> {
  const args = ['-n', '-M', 'prepared', '-f', SCRIPT, '-c', String(options.clients), '-j', '2'];
  const { stdout } = await run('pgbench', [...args, '-T', String(options.seconds), url], { maxBuffer: 1 << 20 }).catch(
    (error: unknown) => {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw isMissing ? new Error('pgbench is needed: apt-get install postgresql-contrib') : error;
    },
  );
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
  if (tps === undefined) throw new Error(`pgbench printed no result:\n${stdout}`);
  return Number(tps);
}
