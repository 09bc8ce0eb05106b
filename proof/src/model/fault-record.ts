/** What the seed drew for a fault, before the run began. */
export interface ScheduledFaultRecord {
  readonly lane: string;
  readonly name: string;
  readonly orders: Readonly<Record<string, unknown>>;
}

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

/** What collected in the outbox while the broker was down, and how it was worked off. Milliseconds. */
export interface BacklogRecord {
  /** Operations that were sent for its sake; each makes one event. */
  readonly operations: number;
  /** Events that waited when the broker came back; those of the other traffic are among them. */
  readonly events: number;
  readonly builtInMs: number;
  /** From the start of the broker to the last of them on the topic. */
  readonly publishedInMs: number;
  /** Likewise to the last of them received by the ledger. */
  readonly receivedInMs: number;
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
  /** Visits in other modes: the process hung, threw, or lost its connections. */
  readonly further: readonly CrashVisitRecord[];
}

export interface CrashVisitRecord {
  readonly mode: string;
  readonly isTaken: boolean;
  /** As above. */
  readonly recoveredMs: number | null;
}
