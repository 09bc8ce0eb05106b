import { setTimeout as delay } from 'node:timers/promises';
import type { RunFolder } from '../run/run-folder.ts';
import type { ServerChange, ServerHandle } from '../stack.ts';
import { startChild, type Child, type ChildSpec } from './child.ts';
import { ServerFailedError } from './server-failed.error.ts';

export interface ServerSpec {
  title: string;
  child: ChildSpec;
  /** True when the server answers. Must have a time limit of its own. */
  probe(): Promise<boolean>;
  stopSignal: NodeJS.Signals;
  stopBoundMs: number;
  /** Ends it at once where its data will not be needed, leaving nothing outside its folder. */
  dropSignal: NodeJS.Signals;
  readyBoundMs: number;
}

export interface ServerContext {
  run: RunFolder;
  report: (line: string) => void;
}

const PROBE_PAUSE_MS = 50;
const RETRY_PAUSE_MS = 200;
const DROP_BOUND_MS = 5_000;
/** What a killed server leaves (workers that still hold the shared memory, a half-closed listener) is gone before. */
const RESTART_BOUND_MS = 15_000;
const PASSING_TROUBLE =
  /Address already in use|pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

/** One server process with a port and data of its own; its operations run one after the other. */
export class ManagedServer implements ServerHandle {
  readonly #spec: ServerSpec;
  readonly #context: ServerContext;
  #child: Child | null = null;
  #isStopping = false;
  readonly #listeners: ((change: ServerChange) => void)[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(spec: ServerSpec, context: ServerContext) {
    this.#spec = spec;
    this.#context = context;
  }

  get name(): string {
    return this.#spec.child.name;
  }

  get pid(): number | null {
    return this.#isRunning() ? (this.#child?.pid ?? null) : null;
  }

  /** The first start, where a port that is taken is the caller's matter: it throws at once. */
  startFirst(signal: AbortSignal): Promise<void> {
    return this.#inTurn(() => this.#launch(signal));
  }

  start(): Promise<void> {
    return this.#inTurn(() => this.#startAgain());
  }

  stop(): Promise<void> {
    return this.#inTurn(() => this.#end(this.#spec.stopSignal, this.#spec.stopBoundMs));
  }

  kill(): Promise<void> {
    return this.#inTurn(() => this.#end('SIGKILL', 0));
  }

  /** For a start that did not succeed as a whole. */
  drop(): Promise<void> {
    return this.#inTurn(() => this.#end(this.#spec.dropSignal, DROP_BOUND_MS));
  }

  restart(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end(this.#spec.stopSignal, this.#spec.stopBoundMs);
      await this.#startAgain();
    });
  }

  onChange(listener: (change: ServerChange) => void): void {
    this.#listeners.push(listener);
  }

  #announce(change: ServerChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #inTurn(operation: () => Promise<void>): Promise<void> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  #isRunning(): boolean {
    return this.#child !== null && this.#child.ending === null;
  }

  async #startAgain(): Promise<void> {
    if (this.#isRunning()) return;
    // One launch that meets the trouble, the time that the trouble is given, and one launch after it.
    const bound = AbortSignal.timeout(RESTART_BOUND_MS + 2 * this.#spec.readyBoundMs);
    let retryUntil: number | undefined;
    for (;;) {
      try {
        return await this.#launch(bound);
      } catch (error) {
        // Counted from the first refusal: a server slower to refuse than the bound would not be tried again otherwise.
        retryUntil ??= performance.now() + RESTART_BOUND_MS;
        if (!isPassingTrouble(error) || performance.now() > retryUntil) throw error;
        await delay(RETRY_PAUSE_MS);
      }
    }
  }

  async #launch(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#isStopping = false;
    const child = await startChild(this.#spec.child, this.#context.run);
    this.#child = child;
    try {
      await this.#waitUntilReady(child, signal);
    } catch (error) {
      await this.#end(this.#spec.dropSignal, DROP_BOUND_MS);
      throw error;
    }
    this.#announce('up');
    void child.ended.then((ending) => this.#noteEnd(ending));
  }

  async #waitUntilReady(child: Child, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + this.#spec.readyBoundMs;
    while (!(await this.#spec.probe())) {
      if (child.ending !== null) break;
      if (performance.now() > deadline)
        throw await this.#failed(child, `does not answer after ${this.#spec.readyBoundMs / 1000} s`);
      await Promise.race([child.ended, delay(PROBE_PAUSE_MS, undefined, { signal })]);
    }
    signal.throwIfAborted();
    // Somebody else's server may have answered on the port that ours could not bind.
    if (child.ending !== null) throw await this.#failed(child, `ended at its start (${child.ending})`);
  }

  async #failed(child: Child, what: string): Promise<ServerFailedError> {
    return new ServerFailedError(`${this.#spec.title} ${what}; its log ends with:`, await child.log());
  }

  async #end(signal: NodeJS.Signals, boundMs: number): Promise<void> {
    const child = this.#child;
    if (child === null || child.ending !== null) return;
    this.#isStopping = true;
    child.signal(signal);
    // A fault injector may have left it suspended, and then it would see no signal but SIGKILL.
    child.signal('SIGCONT');
    const patience = new AbortController();
    const late = delay(boundMs, undefined, { signal: patience.signal }).then(
      () => child.signal('SIGKILL'),
      () => {},
    );
    await child.ended;
    patience.abort();
    await late;
  }

  #noteEnd(ending: string): void {
    if (!this.#isStopping) this.#context.report(`${this.#spec.title} ended unexpectedly (${ending}).`);
    this.#announce(this.#isStopping ? 'down' : 'lost');
  }
}

export function isPortTaken(error: unknown): boolean {
  return error instanceof ServerFailedError && /Address already in use/.test(error.log);
}

function isPassingTrouble(error: unknown): boolean {
  return error instanceof ServerFailedError && PASSING_TROUBLE.test(error.log);
}
