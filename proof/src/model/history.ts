/** What a client does in one call: the first sending of an operation, or another one under its key. */
export type Action = 'charge' | 'authorize' | 'capture' | 'cancel' | 'refund';

/** What the workload means a call to be; the checker judges by it what may have come of it. */
export type Intent =
  /** Names an operation for the first time. */
  | 'operation'
  /** The same request under the same key, later or in the same instant. */
  | 'duplicate'
  /** Another body under a key that is in use: must be refused and change nothing. */
  | 'reuse'
  /** An operation that the provider declines. */
  | 'decline'
  /** Sent once and never asked for again; nobody waits for its answer. */
  | 'abandoned';

/** A call as it began. One line of history.ndjson, `kind: 'invoke'`. */
export interface InvokeEntry {
  readonly kind: 'invoke';
  readonly atMs: number;
  /** Unique per call. */
  readonly call: string;
  /** Logical operation, the same for all calls with one tenant and key. */
  readonly operation: string;
  readonly tenant: string;
  readonly key: string;
  readonly action: Action;
  readonly intent: Intent;
  /** Minor units as text. */
  readonly amountMinor: string;
  readonly currency: string;
  /** Charge that is changed; null when one is made. */
  readonly chargeId: string | null;
}

/** One attempt of a call, kind 'attempt'. Times in milliseconds. */
export interface AttemptEntry {
  readonly kind: 'attempt';
  readonly atMs: number;
  readonly call: string;
  readonly attempt: number;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly isReplay: boolean;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  /** Pause decided after this attempt; null when it was the last. */
  readonly delayMs: number | null;
  readonly jitterMs: number | null;
  readonly jitterBoundMs: number | null;
  readonly spendsBudget: boolean | null;
}

/** How a call ended, kind 'end'. */
export interface EndEntry {
  readonly kind: 'end';
  readonly atMs: number;
  readonly call: string;
  /** `ok`: a 2xx other than 202. `refused`: a final refusal. `unknown`: no verdict. `abandoned`: nobody waited. */
  readonly outcome: 'ok' | 'refused' | 'unknown' | 'abandoned';
  readonly status: number | null;
  readonly code: string | null;
  readonly isReplay: boolean;
  readonly chargeId: string | null;
  /** SHA-256 of the answer's bytes, hex; null without an answer. */
  readonly bodySha256: string | null;
  /** charge-client's own verdict, from a method that knows what it asked for; else judged from a raw answer. */
  readonly isTyped: boolean;
}

export type HistoryEntry = InvokeEntry | AttemptEntry | EndEntry;
