import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { REPOSITORY_ROOT } from '../provision/run-source-cli.ts';

/** A command of this package in a process group of its own, as a terminal would start it. */
export class RunningCommand {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<number | null>;
  output = '';

  constructor(script: string, args: string[], env: NodeJS.ProcessEnv) {
    const file = join(REPOSITORY_ROOT, 'tools/supervisor/src', script);
    this.#child = spawn(process.execPath, ['--conditions=once-source', '--no-warnings', file, ...args], {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the command was not started');
    return this.#child.pid;
  }

  /** Resolves when the output contains the text; rejects when the command ends without it. */
  async seen(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      const more = Promise.race([once(this.#child.stdout, 'data'), once(this.#child.stderr, 'data')]);
      const isOver = await Promise.race([more.then(() => false), this.#ended.then(() => true)]);
      if (isOver && !this.output.includes(text)) throw new Error(`"${text}" is not in the output:\n${this.output}`);
    }
  }

  /** As Ctrl-C does: to every process of the group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** The exit code; null after a signal. */
  ended(): Promise<number | null> {
    return this.#ended;
  }
}
