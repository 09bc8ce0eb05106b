import type { ProcessBeside, RunningOnce } from '@once/supervisor';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../run/until.ts';

/** A start takes a second or two; on a busy machine, and after a server's own restart, several times that. */
const READY_WITHIN_MS = 60_000;
const PROBE_WITHIN_MS = 2_000;

/** Processes of the stack, by name. */
export class ProcessControl {
  readonly #once: RunningOnce;
  readonly #signal: AbortSignal;
  readonly #paused = new Map<string, number>();

  constructor(once: RunningOnce, signal: AbortSignal) {
    this.#once = once;
    this.#signal = signal;
  }

  get kafka(): RunningOnce['serverStack']['kafka'] {
    return this.#once.serverStack.kafka;
  }

  /** Of the whole server, for what only its administrator may do. */
  get postgresUrl(): string {
    return this.#once.serverStack.postgresUrl;
  }

  /** By name, whether they are up or not. */
  get services(): string[] {
    const { chargeApi, relay, ledgerConsumer } = this.#once.stack;
    const kinds = { 'charge-api': chargeApi, relay, 'ledger-consumer': ledgerConsumer };
    return Object.entries(kinds).flatMap(([kind, urls]) => urls.map((_, index) => `${kind}-${index + 1}`));
  }

  /** Whatever of the stack has ended by itself and was started again, servers included. */
  get restarted(): string[] {
    const { postgres, kafka } = this.#once.serverStack;
    const servers = [...(postgres ? ['postgres'] : []), ...(kafka ? ['kafka'] : [])];
    const names = [...this.services, 'provider', ...servers];
    return names.filter((name) => this.#once.processNamed(name).restarts > 0);
  }

  /** Null between its end and its next start. */
  pidOf(name: string): number | null {
    return this.#once.processNamed(name).pid;
  }

  /** A further charge-api on the same database, of which neither clients nor checks are told. */
  startChargeApi(name: string, env: Record<string, string>): Promise<ProcessBeside> {
    return this.#once.startBeside({ kind: 'charge-api', name, env, signal: this.#signal });
  }

  kill(name: string, signal: NodeJS.Signals): void {
    this.#once.kill(name, signal);
  }

  /** Of a service. */
  urlOf(name: string): string {
    const [, kind = '', number = ''] = /^(.+)-(\d+)$/.exec(name) ?? [];
    const { chargeApi, relay, ledgerConsumer } = this.#once.stack;
    const urls = new Map([
      ['charge-api', chargeApi],
      ['relay', relay],
      ['ledger-consumer', ledgerConsumer],
    ]);
    const url = urls.get(kind)?.[Number(number) - 1];
    if (url === undefined) throw new Error(`${name} is no service of this stack`);
    return url;
  }

  /** Stops it as a long pause of its host would, and lets it go on. */
  pause(name: string, forMs: number): Promise<void> {
    return this.whilePaused(name, () => sleep(forMs, undefined, { signal: this.#signal }));
  }

  /** Stands still until `work` has settled. */
  async whilePaused<T>(name: string, work: () => Promise<T>): Promise<T> {
    const pid = this.pidOf(name);
    if (pid === null) throw new Error(`${name} does not run at this moment`);
    process.kill(pid, 'SIGSTOP');
    this.#paused.set(name, pid);
    try {
      return await work();
    } finally {
      this.#goOn(name, pid);
    }
  }

  /** Another process under that name than the one with `oldPid`, able to do its work. */
  async untilReplaced(name: string, oldPid: number): Promise<void> {
    const ask = async (): Promise<true | undefined> => {
      const pid = this.pidOf(name);
      return pid !== null && pid !== oldPid && (await this.isReady(name)) ? true : undefined;
    };
    await until(`${name} is up again`, ask, { withinMs: READY_WITHIN_MS, signal: this.#signal });
  }

  async untilReady(name: string): Promise<void> {
    const ask = async (): Promise<true | undefined> => ((await this.isReady(name)) ? true : undefined);
    await until(`${name} is ready`, ask, { withinMs: READY_WITHIN_MS, signal: this.#signal });
  }

  async isReady(name: string): Promise<boolean> {
    const answer = await fetch(`${this.urlOf(name)}/readyz`, { signal: AbortSignal.timeout(PROBE_WITHIN_MS) });
    await answer.body?.cancel();
    return answer.status === 200;
  }

  /** Whatever a fault that was cut short has left standing still. */
  resumeAll(): void {
    for (const [name, pid] of this.#paused) this.#goOn(name, pid);
  }

  #goOn(name: string, pid: number): void {
    this.#paused.delete(name);
    // Only the process that was stopped: its number may have gone to another one since.
    if (this.pidOf(name) === pid) process.kill(pid, 'SIGCONT');
  }
}
