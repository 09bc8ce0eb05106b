import { REPOSITORY_ROOT } from '@once/supervisor';
import { findFreePort } from '@once/stack';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

export interface ServiceOptions {
  app: 'relay' | 'ledger-consumer';
  /** Told apart by it in logs and in the service's own tables. */
  name: string;
  env: Record<string, string>;
}

export interface ServiceHost {
  logDir: string;
  /** Writes down what was started, so that it ends even when the test run is killed. */
  adopt(name: string, pid: number): void;
  release(pid: number): void;
}

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;

/** One built service as a process of its own, to be killed and stopped as the operating system would. */
export class ServiceProcess {
  readonly name: string;
  readonly url: string;
  private readonly child: ChildProcess;
  private readonly logFile: string;
  private readonly ended: Promise<unknown>;

  private constructor(name: string, url: string, { child, logFile }: { child: ChildProcess; logFile: string }) {
    this.name = name;
    this.url = url;
    this.child = child;
    this.logFile = logFile;
    this.ended = once(child, 'exit');
  }

  /** Resolves when it is ready. @throws Error with the end of its log when it is not. */
  static async start({ app, name, env }: ServiceOptions, host: ServiceHost): Promise<ServiceProcess> {
    const port = await findFreePort();
    const logFile = join(host.logDir, `${name}-${port}.log`);
    const output = openSync(logFile, 'a');
    const main = join(REPOSITORY_ROOT, 'apps', app, 'dist/main.js');
    const child = spawn(process.execPath, ['--import', '@once/observability/tracing', main], {
      cwd: REPOSITORY_ROOT,
      stdio: ['ignore', output, output],
      // Nothing inherited: the test runner's own Node options would make it load sources.
      env: { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), SERVICE_INSTANCE: name, ...env },
    });
    closeSync(output);
    if (child.pid) host.adopt(name, child.pid);
    const service = new ServiceProcess(name, `http://127.0.0.1:${port}`, { child, logFile });
    void service.ended.then(() => child.pid && host.release(child.pid));
    await service.ready();
    return service;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Kill -9; resolves when the process is gone. */
  async kill(): Promise<void> {
    if (!this.isRunning) return;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** An orderly end; by force when that takes too long. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    // A stopped process sees no other signal before it goes on.
    this.child.kill('SIGTERM');
    this.child.kill('SIGCONT');
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.ended;
    clearTimeout(late);
  }

  async ready(): Promise<void> {
    try {
      await eventually(
        `${this.name} ready`,
        async () => {
          if (!this.isRunning) return 'ended';
          return (await fetch(`${this.url}/readyz`)).status === 200;
        },
        READY_WITHIN_MS,
      );
    } catch (error) {
      throw new Error(`${this.name} does not become ready:\n${await this.logTail()}`, { cause: error });
    }
    if (!this.isRunning) throw new Error(`${this.name} ended:\n${await this.logTail()}`);
  }

  /** Sum of a metric's series whose text holds `label`; 0 when there is none. */
  async metric(name: string, label = ''): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const series = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    const wanted = series.filter((line) => line.includes(label));
    return wanted.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  private async logTail(): Promise<string> {
    return (await readFile(this.logFile, 'utf8')).split('\n').slice(-15).join('\n');
  }
}
