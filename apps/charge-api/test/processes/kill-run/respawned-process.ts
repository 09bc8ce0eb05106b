import type { Stack } from '@once/stack';
import { REPOSITORY_ROOT } from '@once/supervisor';
import { eventually } from '@once/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

export interface ProcessOptions {
  name: string;
  /** Arguments of Node. */
  args: string[];
  env: Record<string, string>;
  port: number;
  /** Answers 200 when it serves. */
  readyPath: string;
}

/** Under load a start takes its time, and it is not what is tested. */
const READY_WITHIN_MS = 60_000;
const ORDERLY_STOP_MS = 20_000;

/** A process on a port of its own that is started again at once whenever it ends, until it is stopped. */
export class RespawnedProcess {
  readonly url: string;
  private readonly options: ProcessOptions;
  private readonly stack: Stack;
  private child: ChildProcess;
  private isStopping = false;

  constructor(options: ProcessOptions, stack: Stack) {
    this.options = options;
    this.stack = stack;
    this.url = `http://127.0.0.1:${options.port}`;
    this.child = this.spawn();
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.url}${this.options.readyPath}`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  async ready(): Promise<void> {
    await eventually(`${this.options.name} is ready`, () => this.isReady(), READY_WITHIN_MS);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const ended = once(this.child, 'exit');
    if (!this.child.kill('SIGTERM')) return;
    // What does not end by then would keep the whole run; an orderly stop has tests of its own.
    const patience = setTimeout(() => this.child.kill('SIGKILL'), ORDERLY_STOP_MS);
    await ended;
    clearTimeout(patience);
  }

  private spawn(): ChildProcess {
    const { name, args, env } = this.options;
    const output = openSync(join(this.stack.dataDir, `${name}.log`), 'a');
    const child = spawn(process.execPath, args, {
      cwd: REPOSITORY_ROOT,
      detached: true,
      stdio: ['ignore', output, output],
      // Nothing inherited: the test runner's own Node options would make it load sources.
      env: { NODE_ENV: 'production', ...env },
    });
    closeSync(output);
    const { pid } = child;
    if (pid) this.stack.adopt(name, pid);
    child.once('exit', () => {
      if (pid) this.stack.release(pid);
      if (!this.isStopping) this.child = this.spawn();
    });
    return child;
  }
}
