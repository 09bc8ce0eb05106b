/**
 * The run at one instant. Null is what could not be read just then, because its service or database was down: a chart
 * shows it as a gap and never as 0.
 */
export interface RunSample {
  /** Milliseconds since the run began. */
  readonly atMs: number;
  /** Operations that are to move money and whose client has its 2xx. Only rises. */
  readonly operationsAcknowledged: number | null;
  /** Operations that moved money, as committed by charge-api. Only rises. */
  readonly operationsDone: number | null;
  /** Entries of the ledger. Only rises; at rest equal to `operationsDone`. */
  readonly ledgerEffects: number | null;
  readonly outboxPending: number | null;
  readonly outboxLagS: number | null;
  readonly consumerLagRecords: number | null;
  /** Keys by state. */
  readonly keysReceived: number | null;
  readonly keysProcessing: number | null;
  readonly keysCompleted: number | null;
  readonly keysFailed: number | null;
  /** Operations that are unknown or need a review. */
  readonly unsettled: number | null;
  /** Calls of the clients that have begun and not ended. */
  readonly inFlight: number | null;
  /** Suppressed so far, by layer; a layer that could not be read is null. */
  readonly duplicates: Readonly<Record<string, number | null>>;
}
