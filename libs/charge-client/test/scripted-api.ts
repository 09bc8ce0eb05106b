import { RetryBudget } from '@once/retry-policy';
import { ChargeClient } from '../src/charge-client.ts';
import type { ChargeClientOptions } from '../src/request/charge-client-options.ts';
import type { AttemptEvent } from '../src/errors/attempt-record.ts';
import { VirtualTime } from './virtual-time.ts';

export const API_KEY = 'sk_test_do_not_print_me';
export const CHARGE_ID = '0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e';
export const CHARGE_BODY = {
  id: CHARGE_ID,
  status: 'captured',
  amount: 1099,
  currency: 'EUR',
  amount_captured: 1099,
  amount_refunded: 0,
  reference: null,
  description: null,
  metadata: {},
  created_at: '2026-11-20T10:00:00.000Z',
};

export interface SeenRequest {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: string;
  readonly atMs: number;
}

export interface Answer {
  readonly status: number;
  /** Sent as it is where it is text, else as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly afterMs?: number;
}

/** What the server does with one request. */
export type Step =
  | Answer
  /** The connection dies. With ECONNREFUSED and ENOTFOUND it never stood. */
  | { readonly breaks: string; readonly syscall?: string; readonly afterMs?: number }
  /** Nothing comes back, or the headers come and the body never ends. */
  | { readonly hangs: 'before_headers' | 'in_body' };

/** charge-api's own headers of a success that shows the charge. */
export const CHARGE_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  location: `/v1/charges/${CHARGE_ID}`,
  'request-id': 'req_ok',
};

/** `changes` are to the charge that it shows. */
export const ok = (status = 201, changes: object = {}): Answer => ({
  status,
  body: { ...CHARGE_BODY, ...changes },
  headers: CHARGE_HEADERS,
});

export function problem(
  status: number,
  code: string,
  rest: { retryable?: boolean } & Record<string, unknown> = {},
): Answer {
  const body = { type: 'about:blank', title: code, status, code, request_id: 'req_problem', ...rest };
  return { status, body, headers: { 'content-type': 'application/problem+json; charset=utf-8' } };
}

/** A client in virtual time whose server follows a script; the last step repeats. It has a budget of its own, unless told. */
export function scripted(steps: readonly Step[], options: Partial<ChargeClientOptions> = {}) {
  const time = new VirtualTime();
  const requests: SeenRequest[] = [];
  const events: AttemptEvent[] = [];
  const budget = 'budget' in options ? options.budget : new RetryBudget();
  const fetch = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    const step = steps[Math.min(requests.length, steps.length - 1)] as Step;
    const body = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '';
    requests.push({
      url: String(url),
      method: init.method,
      headers: new Headers(init.headers),
      body,
      atMs: time.monotonicMs(),
    });
    return play(step, time, init.signal as AbortSignal);
  };
  const client = new ChargeClient({
    ...(options.baseUrls === undefined ? { baseUrl: 'http://charges.test' } : {}),
    apiKey: API_KEY,
    fetch: fetch,
    clock: time,
    sleep: time.sleep,
    random: () => 0.5,
    onAttempt: (event) => events.push(event),
    ...options,
    budget,
  });
  return { client, time, requests, events, run: <T>(work: Promise<T>) => time.run(work) };
}

async function play(step: Step, time: VirtualTime, signal: AbortSignal): Promise<Response> {
  if ('hangs' in step) {
    return step.hangs === 'in_body' ? new Response(endlessBody(signal), { status: 201 }) : rejectWhenAborted(signal);
  }
  if (step.afterMs !== undefined) {
    await time.sleep(step.afterMs, signal);
  }
  if ('breaks' in step) {
    throw new TypeError('fetch failed', { cause: brokenConnection(step.breaks, step.syscall) });
  }
  return new Response(bodyOf(step), { status: step.status, headers: step.headers ?? {} });
}

function bodyOf({ status, body }: Answer): string | Uint8Array<ArrayBuffer> | null {
  // Response refuses any body with these.
  if (status === 204 || status === 304) {
    return null;
  }
  return typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body ?? {});
}

/** As Node reports it: the system call says whether the connection stood. */
function brokenConnection(code: string, named?: string): Error {
  const syscall = named ?? { ECONNREFUSED: 'connect', ENOTFOUND: 'getaddrinfo' }[code] ?? 'read';
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
}

function endlessBody(signal: AbortSignal): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":'));
      signal.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')));
    },
  });
}

/** Waits for a rejection and hands it over; fails when there is none. */
export async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  const nothing = Symbol('no rejection');
  const outcome = await work.then(
    () => nothing,
    (error: unknown) => error,
  );
  if (outcome === nothing) {
    throw new Error('the call succeeded, but an error was expected');
  }
  return outcome;
}
