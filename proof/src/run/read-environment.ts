import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { RunEnvironment } from '../model/run-record.ts';

const run = promisify(execFile);
const BYTES_PER_MB = 1_048_576;
const SHORT_COMMIT = 12;

/** What the run runs on. What can't be told, for want of git or of a repository, is null. */
export async function readEnvironment(): Promise<RunEnvironment> {
  const [commit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain')]);
  return {
    commit: commit === null ? null : commit.slice(0, SHORT_COMMIT),
    isDirty: changes !== null && changes !== '',
    versions: { node: process.version, postgres: null, kafka: null },
    platform: `${process.platform} ${process.arch}`,
    cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
    cpuCount: cpus().length,
    memoryMb: Math.round(totalmem() / BYTES_PER_MB),
  };
}

async function git(...args: string[]): Promise<string | null> {
  try {
    return (await run('git', args, { cwd: import.meta.dirname })).stdout.trim();
  } catch {
    // No git, or no repository: an unpacked archive can be proven as well.
    return null;
  }
}
