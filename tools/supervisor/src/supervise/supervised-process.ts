import { findFreePort } from '@once/stack';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessView } from '../once.ts';
import { endOrderly } from './end-orderly.ts';
import { boundLog, readTail, sizeOf } from './process-log.ts';
import { ProcessFailedError } from './process-failed.error.ts';
import { judgeEnd, NEVER_STARTED, type History } from './restart-policy.ts';
import { spawnProcess, type Ending, type ProcessRegister, type SpawnedProcess } from './spawn-process.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export interface ProcessSpec {
  name: string;
  cwd: string;
  args: (port: number) => string[];
  /** `operatorPort` is 0 for a process without one. */
  env: (port: number, operatorPort: number) => NodeJS.ProcessEnv;
  /** Opens a port for operators beside its own. */
  hasOperatorPort?: boolean;
  /** Answers 200 when the process can do its work. */
  readyPath: string;
  /** How long an orderly end may take. */
  stopBoundMs: number;
}

export interface ProcessHost extends ProcessRegister {
  logDir: string;
  /** A pid or an address is another one now. */
  changed(): void;
  report(line: string): void;
  /** The process can't be kept up. */
  failedBy(error: ProcessFailedError): void;
}

interface Life extends Ending {
  readyMs: number | null;
  isPortTaken: boolean;
}

const START_BOUND_MS = 60_000;
const LOG_CHECK_MS = 2_000;

/** One process that is started again whenever it ends, on the same port. */
export class SupervisedProcess {
  readonly #spec: ProcessSpec;
  readonly #host: ProcessHost;
  readonly #stopping = new AbortController();
  readonly #firstReady = Promise.withResolvers<undefined>();
  #port = 0;
  #operatorPort = 0;
  #current: SpawnedProcess | null = null;
  #logStart = 0;
  #lastAnswer = () => 'no answer';
  #restarts = 0;
  #unreadySince = performance.now();
  #upkeep: Promise<void> = Promise.resolve();

  constructor(spec: ProcessSpec, host: ProcessHost) {
    this.#spec = spec;
    this.#host = host;
    // Whoever starts it hears of a failure by `start`; without a start there is nobody to tell.
    this.#firstReady.promise.catch(() => undefined);
  }

  get view(): ProcessView {
    return { name: this.#spec.name, pid: this.#current?.pid ?? null, restarts: this.#restarts };
  }

  /** Known from the start on, and the same after every restart. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Likewise; undefined for a process without a port for operators. */
  get operatorUrl(): string | undefined {
    return this.#spec.hasOperatorPort ? `http://127.0.0.1:${this.#operatorPort}` : undefined;
  }

  get logFile(): string {
    return join(this.#host.logDir, `${this.#spec.name}.log`);
  }

  /** Resolves when it is ready. @throws ProcessFailedError when it is not within a minute, or gives up before. */
  async start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#choosePorts();
    signal.throwIfAborted();
    this.#unreadySince = performance.now();
    this.#upkeep = this.#keepUp().catch((error: unknown) => this.#abandon(error));
    const timer = setInterval(() => this.#boundLog(), LOG_CHECK_MS).unref();
    this.#stopping.signal.addEventListener('abort', () => clearInterval(timer));
    const patience = AbortSignal.any([signal, AbortSignal.timeout(START_BOUND_MS)]);
    const outOfPatience = Promise.withResolvers<'late'>();
    patience.addEventListener('abort', () => outOfPatience.resolve('late'));
    const outcome = await Promise.race([this.#firstReady.promise, outOfPatience.promise]);
    signal.throwIfAborted();
    if (outcome === 'late')
      throw await this.#failure(`is not ready after ${START_BOUND_MS / 1000} s (${this.#lastAnswer()})`);
  }

  kill(signal: NodeJS.Signals): void {
    const pid = this.#current?.pid ?? null;
    if (pid === null) throw new Error(`${this.#spec.name} does not run at this moment`);
    process.kill(pid, signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const { name, stopBoundMs } = this.#spec;
    const tell = () => this.#host.report(`${name} does not end within ${stopBoundMs / 1000} s: killed`);
    if (this.#current !== null) await endOrderly(this.#current, stopBoundMs, tell);
    await this.#upkeep;
  }

  async #choosePorts(): Promise<void> {
    this.#port = await findFreePort();
    if (this.#spec.hasOperatorPort) this.#operatorPort = await findFreePort();
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #keepUp(): Promise<void> {
    let history: History = NEVER_STARTED;
    while (!this.#isStopping()) {
      const life = await this.#live();
      if (this.#isStopping()) return;
      const unreadyMs = performance.now() - this.#unreadySince;
      const verdict = judgeEnd(history, { exitCode: life.exitCode, readyMs: life.readyMs, unreadyMs });
      if (verdict.kind === 'give-up') return this.#giveUp(life, verdict.reason);
      // Before anybody was told the address it may still change; after that it is kept whatever it takes.
      if (life.isPortTaken && !verdict.history.hasBeenReady) await this.#choosePorts();
      history = verdict.history;
      this.#host.report(`${this.#spec.name} ended (${life.description}) and is started again${soon(verdict.delayMs)}`);
      await delay(verdict.delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      this.#restarts += 1;
    }
  }

  /** From the spawn to the end. */
  async #live(): Promise<Life> {
    const { name, args, env, cwd, readyPath } = this.#spec;
    this.#logStart = sizeOf(this.logFile);
    const command = {
      name,
      args: args(this.#port),
      env: env(this.#port, this.#operatorPort),
      cwd,
      logFile: this.logFile,
    };
    const child = spawnProcess(command, this.#host);
    this.#current = child;
    this.#host.changed();
    const over = new AbortController();
    const ended = child.ended.finally(() => over.abort());
    const readiness = waitUntilReady(`${this.url}${readyPath}`, over.signal);
    this.#lastAnswer = readiness.lastAnswer;
    const readyAt = (await readiness.isReady) ? performance.now() : null;
    if (readyAt !== null) this.#noteReady();
    const ending = await ended;
    this.#current = null;
    this.#host.changed();
    const now = performance.now();
    if (readyAt !== null) this.#unreadySince = now;
    const isPortTaken = readyAt === null && /EADDRINUSE/.test(await this.#logTail());
    return { ...ending, readyMs: readyAt === null ? null : now - readyAt, isPortTaken };
  }

  #noteReady(): void {
    this.#host.report(`${this.#spec.name} is ready at ${this.url}`);
    this.#firstReady.resolve(undefined);
  }

  #boundLog(): void {
    try {
      boundLog(this.logFile);
    } catch (error) {
      // A full disk is no reason to end the supervision.
      this.#host.report(`the log of ${this.#spec.name} can't be cut: ${String(error)}`);
    }
  }

  /** Something around the process failed, such as its log file: nobody looks after it from here on. */
  #abandon(error: unknown): void {
    const failure = new ProcessFailedError(this.#spec.name, `can't be supervised: ${String(error)}`, '');
    this.#firstReady.reject(failure);
    this.#host.failedBy(failure);
  }

  async #giveUp(life: Life, reason: string): Promise<void> {
    const error = await this.#failure(`ended (${life.description}) and is not started again: ${reason}`);
    this.#firstReady.reject(error);
    this.#host.failedBy(error);
  }

  async #failure(what: string): Promise<ProcessFailedError> {
    return new ProcessFailedError(this.#spec.name, what, await this.#logTail());
  }

  #logTail(): Promise<string> {
    return readTail(this.logFile, this.#logStart);
  }
}

const soon = (delayMs: number): string => (delayMs === 0 ? '' : ` in ${delayMs} ms`);
