/** Milliseconds since the run began. */
export interface FaultWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface FaultRecord {
  readonly name: string;
  readonly injected: number;
  /** How often it really hit inside of its critical window; one that never did has shown nothing. */
  readonly bites: number;
  readonly windows: readonly FaultWindow[];
}

/** A label at a commit or ack boundary of a service. */
export interface CrashPointRecord {
  readonly label: string;
  /** How often the label was reached. */
  readonly hits: number;
  /** How often the process was killed at it, with an operation in flight. */
  readonly kills: number;
  /** From the last kill to the operation finished; null when no recovery was seen. */
  readonly recoveredMs: number | null;
}
