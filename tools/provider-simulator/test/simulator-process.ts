import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../src/cli.ts');

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The simulator as others run it: a process of its own, seen only through its output, its signals and HTTP. */
export class SimulatorProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<ProcessEnd>;
  readonly #ready: Promise<string>;

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, ['--conditions=once-source', CLI, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    const firstLine = Promise.withResolvers<string>();
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
      if (output.stdout.includes('\n')) firstLine.resolve(output.stdout);
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    this.ended = once(this.child, 'close').then(() => ({ exitCode: this.child.exitCode, ...output }));
    this.#ready = Promise.race([firstLine.promise, this.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
    // Not every test waits until it is ready; one that does still gets the error.
    this.#ready.catch(() => undefined);
  }

  /** From its ready line; rejects with what it said if it ended instead. */
  async url(): Promise<string> {
    return (JSON.parse(await this.#ready) as { url: string }).url;
  }

  async signal(name: NodeJS.Signals): Promise<ProcessEnd> {
    this.child.kill(name);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.signal('SIGKILL');
  }
}

export async function makeDataDir(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'once-simulator-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
