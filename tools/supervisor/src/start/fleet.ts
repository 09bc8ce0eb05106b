import type { ServerHandle, Stack } from '@once/stack';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ProcessView } from '../once.ts';
import type { ProcessFailedError } from '../supervise/process-failed.error.ts';
import { SupervisedProcess, type ProcessHost, type ProcessSpec } from '../supervise/supervised-process.ts';
import { SupervisedServer } from '../supervise/supervised-server.ts';
import { inParallel } from './in-parallel.ts';

export interface FleetOptions {
  stack: Stack;
  logDir: string;
  report: (line: string) => void;
}

/** Starting a service is a second of work for one core; more at a time would only be late together. */
const STARTS_AT_A_TIME = Math.max(2, availableParallelism());

/** Every process of a stack: told apart by name, looked after, written down to end with the stack. */
export class Fleet implements ProcessHost {
  readonly logDir: string;
  readonly #options: FleetOptions;
  readonly #members = new Map<string, SupervisedProcess | SupervisedServer>();
  readonly #failure = Promise.withResolvers<never>();
  #onChange: () => void = () => undefined;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.logDir = options.logDir;
    // Nobody has to listen.
    this.failed.catch(() => undefined);
  }

  /** Rejects when a process can't be kept up. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  get views(): ProcessView[] {
    return [...this.#members.values()].map(({ view }) => view);
  }

  addServer(name: string, handle: ServerHandle): SupervisedServer {
    const server = new SupervisedServer(name, handle, this);
    return this.#add(name, server);
  }

  addProcess(spec: ProcessSpec): SupervisedProcess {
    const process = new SupervisedProcess(spec, this);
    return this.#add(spec.name, process);
  }

  /** @throws Error when the name is taken: nobody would look after the one that had it. */
  #add<Member extends SupervisedProcess | SupervisedServer>(name: string, member: Member): Member {
    if (this.#members.has(name)) throw new Error(`there is a process named ${name} already`);
    this.#members.set(name, member);
    return member;
  }

  /** @throws Error that lists the names when there is no such process. */
  named(name: string): SupervisedProcess | SupervisedServer {
    const member = this.#members.get(name);
    if (!member) throw new Error(`no process is named ${name}; there are ${[...this.#members.keys()].join(', ')}`);
    return member;
  }

  logFileOf(name: string): string {
    const member = this.named(name);
    return member instanceof SupervisedProcess ? member.logFile : join(this.#options.stack.dataDir, `${name}.log`);
  }

  /** A few at a time; when one does not come up the others are not waited for. */
  async startAll(processes: readonly SupervisedProcess[], signal: AbortSignal): Promise<void> {
    const waiting = [...processes];
    const lane = async (laneSignal: AbortSignal): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await next.start(laneSignal);
    };
    await inParallel(
      signal,
      Array.from({ length: STARTS_AT_A_TIME }, () => lane),
    );
  }

  /** Every change of a pid or an address. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  changed(): void {
    this.#onChange();
  }

  report(line: string): void {
    this.#options.report(line);
  }

  failedBy(error: ProcessFailedError): void {
    this.#failure.reject(error);
  }

  adopt(name: string, pid: number): void {
    this.#options.stack.adopt(name, pid);
  }

  release(pid: number): void {
    this.#options.stack.release(pid);
  }
}
