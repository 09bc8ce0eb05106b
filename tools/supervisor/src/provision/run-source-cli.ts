import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const REPOSITORY_ROOT = join(import.meta.dirname, '../../../..');

export interface SourceCli {
  /** Path within the repository: a source, or what was built of it where the source needs a compiler. */
  script: string;
  args?: string[];
  /** The owner's; empty where the command is to say what it needs. */
  databaseUrl: string;
  /** Beside the caller's own, and under it. */
  defaults?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** The command did not do its work; the message is what it printed. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
  readonly exitCode: number | null;
  /** Apart, for whoever passes them on. */
  readonly stdout: string;
  readonly stderr: string;

  constructor(exitCode: number | null, { everything, stdout, stderr }: Output) {
    super(everything || `it ended with ${exitCode === null ? 'a signal' : `exit code ${exitCode}`} and said nothing`);
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

interface Output {
  /** Both, in the order in which they came. */
  everything: string;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command of an app from its source, in a process of its own: nothing else imports the app. Resolves to what it
 * printed. In a process group of its own, as the Ctrl-C that means the supervisor must not break it off half-way.
 */
export async function runSourceCli({
  script,
  args = [],
  databaseUrl,
  defaults = {},
  signal,
}: SourceCli): Promise<string> {
  signal?.throwIfAborted();
  // What was built takes what was built.
  const conditions = script.endsWith('.ts') ? ['--conditions=once-source'] : [];
  const command = [...conditions, '--no-warnings', join(REPOSITORY_ROOT, script), ...args];
  const child = spawn(process.execPath, command, {
    env: { ...defaults, ...process.env, DATABASE_URL: databaseUrl, NODE_OPTIONS: '' },
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
  const output = { everything: '', stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      output[name] += chunk.toString();
      output.everything += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const trimmed = { everything: output.everything.trim(), stdout: output.stdout.trim(), stderr: output.stderr.trim() };
  if (code !== 0) throw new CommandFailedError(code, trimmed);
  return trimmed.stdout;
}
