import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const REPOSITORY_ROOT = join(import.meta.dirname, '../../../..');

export interface SourceCli {
  /** Path within the repository. */
  script: string;
  args?: string[];
  /** The owner's. */
  databaseUrl: string;
  signal?: AbortSignal | undefined;
}

/** The command did not do its work; the message is what it printed. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
  readonly exitCode: number | null;

  constructor(output: string, exitCode: number | null) {
    super(output || `it ended with ${exitCode === null ? 'a signal' : `exit code ${exitCode}`} and said nothing`);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a command of an app from its source, in a process of its own: nothing else imports the app. Resolves to what it
 * printed. In a process group of its own, as the Ctrl-C that means the supervisor must not break it off half-way.
 */
export async function runSourceCli({ script, args = [], databaseUrl, signal }: SourceCli): Promise<string> {
  signal?.throwIfAborted();
  const command = ['--conditions=once-source', '--no-warnings', join(REPOSITORY_ROOT, script), ...args];
  const child = spawn(process.execPath, command, {
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_OPTIONS: '' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  try {
    return await outputOf(child);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}

async function outputOf(child: ChildProcess): Promise<string> {
  const output: string[] = [];
  const everything: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => {
    output.push(chunk.toString());
    everything.push(chunk.toString());
  });
  child.stderr?.on('data', (chunk: Buffer) => everything.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new CommandFailedError(everything.join('').trim(), code);
  return output.join('').trim();
}
