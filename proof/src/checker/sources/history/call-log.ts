import type { AttemptEntry, EndEntry, InvokeEntry } from '../../../model/history.ts';

/** What the clients saw, call by call. */
export interface CallLog {
  readonly calls: readonly Call[];
}

export interface Call {
  readonly invoke: InvokeEntry;
  readonly attempts: readonly AttemptEntry[];
  /** Null while it goes on, and for a client that died. */
  readonly end: EndEntry | null;
}
