import { failedToConnect } from '@once/retry-policy';
import type { ExpectedAnswer } from '../verdict/expected-answer.ts';
import { answered, type AttemptOutcome, type MissingAnswer } from './attempt-outcome.ts';
import type { AttemptError } from '../errors/attempt-record.ts';
import type { Sleep } from '../request/clock.ts';
import { MAX_ANSWER_BYTES, readBoundedBody } from './read-bounded-body.ts';

export interface AttemptRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** Covers everything from connecting to the last byte of the answer's body. */
  readonly timeoutMs: number;
  /** The caller's own signal. */
  readonly signal: AbortSignal;
  readonly expected: ExpectedAnswer;
}

export interface AttemptIo {
  readonly fetch: typeof globalThis.fetch;
  readonly sleep: Sleep;
}

/** Sends once. Whatever happens becomes an outcome; it never rejects and never outlives its timeout. */
export async function sendAttempt(request: AttemptRequest, io: AttemptIo): Promise<AttemptOutcome> {
  const over = new AbortController();
  try {
    // A race, and not only a signal to fetch: an injected fetch that ignores signals must not hang a payment.
    return await Promise.race([
      receiveAnswer(request, over.signal, io),
      io.sleep(request.timeoutMs, over.signal).then(() => unanswered('timeout')),
      aborted(request.signal, over.signal).then(() => unanswered('aborted')),
    ]);
  } finally {
    over.abort();
  }
}

async function receiveAnswer(request: AttemptRequest, signal: AbortSignal, io: AttemptIo): Promise<AttemptOutcome> {
  const arrival = await fetchWhole(request, signal, io).catch((error: unknown) =>
    unanswered(failedToConnect(error) ? 'not_connected' : 'connection_lost', systemCodeOf(error)),
  );
  if ('kind' in arrival) {
    return arrival;
  }
  const { response, bytes } = arrival;
  return bytes === 'too_large' ? unanswered('answer_too_large') : answered(response, bytes, request.expected);
}

async function fetchWhole(
  { url, method, headers, body }: AttemptRequest,
  signal: AbortSignal,
  io: AttemptIo,
): Promise<{ response: Response; bytes: Uint8Array | 'too_large' }> {
  // Following a redirect would send the API key to whatever host it names.
  const response = await io.fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
  return { response, bytes: await readBoundedBody(response, MAX_ANSWER_BYTES) };
}

function unanswered(error: AttemptError, detail?: string): MissingAnswer {
  return { kind: 'unanswered', error, detail };
}

/**
 * fetch hides the system's error one level down. Only its code is kept, for messages may quote the request.
 * Read by shape, because an injected fetch may come from another realm, where instanceof says no.
 */
function systemCodeOf(error: unknown): string | undefined {
  const code = memberOf(memberOf(error, 'cause'), 'code');
  return typeof code === 'string' ? code : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Resolves when `signal` aborts; `over` takes the listener off a signal that outlives the attempt. */
function aborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over });
  });
}
