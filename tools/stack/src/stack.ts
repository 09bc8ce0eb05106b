/** `up`: it answers; `down`: ended as this handle was asked to; `lost`: ended though the handle was not asked. */
export type ServerChange = 'up' | 'down' | 'lost';

/** One server of the stack that can be stopped, killed and started again on the same port with the same data. */
export interface ServerHandle {
  /** The process that runs now; null while the server is down. */
  readonly pid: number | null;
  /** Resolves when the server answers. Does nothing when it already runs. */
  start(): Promise<void>;
  /** An orderly stop; a SIGKILL follows when it takes too long. */
  stop(): Promise<void>;
  /** SIGKILL, for fault injection; resolves when the process is gone. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** For a supervisor, which starts a lost server again and leaves one alone that was stopped on purpose. */
  onChange(listener: (change: ServerChange) => void): void;
}

export interface Stack {
  /** URL of a superuser, database `postgres`; empty when Postgres was not asked for. */
  readonly postgresUrl: string;
  /** `host:port` each; empty when Kafka was not asked for. */
  readonly kafkaBrokers: string[];
  /** Folder of this run; removed by `stop`. */
  readonly dataDir: string;
  /** The server processes that run now. */
  readonly processes: { name: string; pid: number }[];
  /** Null when an existing server is used, or none was asked for. */
  readonly postgres: ServerHandle | null;
  readonly kafka: ServerHandle | null;
  /**
   * Writes a further process of this run down, to be ended with it even when this process is killed. It must lead a
   * process group of its own; call it in the same turn of the event loop as the spawn.
   */
  adopt(name: string, pid: number): void;
  /** For an adopted process that has ended. */
  release(pid: number): void;
  /** Stops the servers and removes their data. May be called again, also while it runs. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Gets one line per step, without a line break. */
  onProgress?: (line: string) => void;
  /** Default true. */
  postgres?: boolean;
  /** Default true. */
  kafka?: boolean;
  /** Where `PG_URL`, `KAFKA_BROKERS`, `JAVA_HOME` and `ONCE_SHORT_RUN` are read from. Default `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** Settings of postgresql.conf that replace the stack's own. */
  postgresSettings?: Record<string, string>;
  /** Aborts the start: what was started is stopped and its folder removed, then the start rejects. */
  signal?: AbortSignal;
}
