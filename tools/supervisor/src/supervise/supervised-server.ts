import type { ServerHandle } from '@once/stack';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessView } from '../once.ts';
import { ProcessFailedError } from './process-failed.error.ts';
import { delayAfter } from './restart-policy.ts';
import type { ProcessHost } from './supervised-process.ts';

/** A server brings its data back before it answers, so a failed start has taken long already. */
const MAX_FAILED_STARTS = 3;

/** Postgres or Kafka, started again when it ends by itself. One that its handle was told to stop stays down. */
export class SupervisedServer {
  readonly #name: string;
  readonly #server: ServerHandle;
  readonly #host: ProcessHost;
  readonly #stopping = new AbortController();
  #restarts = 0;
  #upkeep: Promise<void> = Promise.resolve();

  constructor(name: string, server: ServerHandle, host: ProcessHost) {
    this.#name = name;
    this.#server = server;
    this.#host = host;
    server.onChange((change) => {
      if (this.#isStopping()) return;
      host.changed();
      if (change === 'lost') this.#upkeep = this.#startAgain();
    });
  }

  get view(): ProcessView {
    return { name: this.#name, pid: this.#server.pid, restarts: this.#restarts };
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#server.pid === null) throw new Error(`${this.#name} does not run at this moment`);
    process.kill(this.#server.pid, signal);
  }

  /** Leaves the server as it is, to be stopped with its stack. */
  async release(): Promise<void> {
    this.#stopping.abort();
    await this.#upkeep;
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #startAgain(): Promise<void> {
    for (let failures = 0; !this.#isStopping(); failures += 1) {
      try {
        await delay(delayAfter(failures), undefined, { signal: this.#stopping.signal });
        await this.#server.start();
        this.#restarts += 1;
        this.#host.report(`${this.#name} was started again`);
        return;
      } catch (error) {
        if (this.#isStopping()) return;
        if (failures + 1 === MAX_FAILED_STARTS)
          return this.#host.failedBy(new ProcessFailedError(this.#name, 'does not come up again', String(error)));
      }
    }
  }
}
