import type { Random, RetryBudget, RetryPolicy } from '@once/retry-policy';
import type { AttemptEvent } from '../errors/attempt-record.ts';
import type { Clock, Sleep } from './clock.ts';

export interface ChargeClientOptions {
  /** `https://charges.example.com`, or several processes behind `baseUrls`; exactly one of the two. */
  readonly baseUrl?: string | undefined;
  readonly baseUrls?: readonly string[] | undefined;
  readonly apiKey: string;
  /** For one attempt, from connecting to the last byte. Longer than the server's answer deadline of 4 s. */
  readonly attemptTimeoutMs?: number | undefined;
  /** For one operation with all its attempts and pauses. */
  readonly deadlineMs?: number | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Default: one per server and process. */
  readonly budget?: RetryBudget | undefined;
  /** Called once per attempt, for measuring. What it throws becomes a process warning. */
  readonly onAttempt?: ((event: AttemptEvent) => void) | undefined;
  /** Called once per operation, before its first attempt; for a traceparent of the moment, say. */
  readonly headers?: (() => Readonly<Record<string, string>>) | undefined;
  readonly generateKey?: (() => string) | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly random?: Random | undefined;
  readonly clock?: Clock | undefined;
  readonly sleep?: Sleep | undefined;
}

export interface ReadOptions {
  readonly deadlineMs?: number | undefined;
  /** Aborting a POST that was sent ends in OutcomeUnknownError: the server does not hear of it. */
  readonly signal?: AbortSignal | undefined;
  /** W3C Trace Context, sent as it is. */
  readonly traceparent?: string | undefined;
}

export interface WriteOptions extends ReadOptions {
  /** Yours, when the intent outlives this process; else a random UUID is made before the first attempt. */
  readonly idempotencyKey?: string | undefined;
  /** `Prefer: wait=N`: while another request works on the key, wait so long for its answer instead of a 409. */
  readonly preferWaitS?: number | undefined;
}

export interface RawRequest extends ReadOptions {
  readonly method: 'GET' | 'POST';
  /** With its query, from the first slash. */
  readonly path: string;
  /** Sent as it is, well-formed or not. */
  readonly rawBody?: string | Uint8Array | undefined;
  /** null sends none, which also means that nothing is sent twice. */
  readonly idempotencyKey?: string | null | undefined;
  readonly preferWaitS?: number | undefined;
  /** Default application/json. */
  readonly contentType?: string | undefined;
}
