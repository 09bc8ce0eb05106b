import type { Stack } from '@once/stack';
import type { ServiceKind } from './services/service-kind.ts';
import type { StackFile } from './stack-file/stack-file.ts';

export interface OnceOptions {
  /** Replicas, 1 each by default. */
  chargeApi?: number;
  relay?: number;
  ledgerConsumer?: number;
  /** Further environment of the processes of a kind; wins over what the supervisor sets. */
  serviceEnv?: Partial<Record<ServiceKind | 'provider', Record<string, string>>>;
  /** Likewise for one process, by its name (`charge-api-2`); wins over that of its kind. */
  instanceEnv?: Readonly<Record<string, Record<string, string>>>;
  /** Where the services reach the provider, of which this gets the own address; default is that address. */
  reachProviderAt?: (providerUrl: string) => Promise<string>;
  /** Where stack.json is kept, one live stack per file; default `<repository>/.run/stack.json`, null for none. */
  runFile?: string | null;
  /** Gets one line per step, without a line break. */
  onProgress?: (line: string) => void;
  /** Aborts the start: everything that was started is stopped and removed, then the start rejects. */
  signal?: AbortSignal;
  /** Folder for the logs of services and provider; default one that goes with the stack. */
  logDir?: string;
}

export interface ProcessView {
  name: string;
  /** Null between its end and its next start. */
  pid: number | null;
  /** How often it was started again. */
  restarts: number;
}

/** Beside the stack's own, as in a deploy that is half done: looked after as they are, and in no list of addresses. */
export interface ProcessBeside {
  readonly url: string;
  stop(): Promise<void>;
}

export interface BesideOptions {
  kind: ServiceKind | 'provider';
  /** Of its own among all processes. A provider keeps its record, and so its account, by its name. */
  name: string;
  /** Wins over that of its kind. */
  env?: Record<string, string>;
  signal: AbortSignal;
}

export interface RunningOnce {
  /** In the shape of stack.json; always current. */
  readonly stack: StackFile;
  readonly serverStack: Stack;
  logFileOf(name: string): string;
  /** `charge-api-1`, `relay-1`, `ledger-consumer-1` and so on, `provider`, `postgres`, `kafka`. */
  processNamed(name: string): ProcessView;
  /** Sends a signal to the process as anybody could: if it ends by it, it is started again. */
  kill(name: string, signal: NodeJS.Signals): void;
  /** Resolves when it is ready; it ends with the stack if it has not been stopped before. */
  startBeside(options: BesideOptions): Promise<ProcessBeside>;
  /** Stops and removes everything. May be called again, also while it runs. */
  stop(): Promise<void>;
  /** Rejects when a process can't be kept up; the others run on until `stop`. */
  readonly failed: Promise<never>;
}
