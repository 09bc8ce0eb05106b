import type { RawRequest } from './request/charge-client-options.ts';
import { faultsOfTime, type ClientSettings } from './client-settings.ts';
import { invalidArgument } from './errors/invalid-argument.ts';
import type { Operation, OperationEnd } from './http/operation.ts';
import { OperationRun } from './http/operation-run.ts';
import { operationHeaders } from './operation-headers.ts';
import type { ExpectedAnswer } from './verdict/expected-answer.ts';

export interface SentOperation {
  readonly operation: Operation;
  readonly end: OperationEnd;
}

/** Turns a request into an operation, with its one key and its one body, and runs it to its end. */
export class OperationSender {
  readonly #settings: ClientSettings;
  #sent = 0;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  async send(name: string, request: RawRequest, expected: ExpectedAnswer): Promise<SentOperation> {
    const operation = { ...this.#operationOf(name, request), expected };
    const end = await new OperationRun(operation, this.#settings.io).run();
    return { operation, end };
  }

  #operationOf(name: string, request: RawRequest): Omit<Operation, 'expected'> {
    const settings = this.#settings;
    const deadlineMs = request.deadlineMs ?? settings.deadlineMs;
    const faults = [...faultsOfPath(request.path), ...faultsOfTime('deadlineMs', deadlineMs)];
    if (faults.length > 0) {
      throw invalidArgument(`${name}: ${faults.join('; ')}`);
    }
    const idempotencyKey = this.#keyOf(request);
    return {
      name,
      method: request.method,
      path: request.path,
      headers: operationHeaders(request, settings, idempotencyKey),
      body: bytesOf(request.rawBody),
      idempotencyKey,
      deadlineMs,
      attemptTimeoutMs: settings.attemptTimeoutMs,
      policy: isSafeToRepeat(request, idempotencyKey) ? settings.policy : { ...settings.policy, ...ONCE },
      baseUrls: this.#nextBaseUrls(),
      signal: request.signal ?? new AbortController().signal,
    };
  }

  #keyOf({ method, idempotencyKey }: RawRequest): string | undefined {
    if (method === 'GET' || idempotencyKey === null) {
      return undefined;
    }
    return idempotencyKey ?? this.#settings.generateKey();
  }

  /** Operations start at one server after the other. */
  #nextBaseUrls(): readonly string[] {
    const { baseUrls } = this.#settings;
    const first = this.#sent % baseUrls.length;
    this.#sent += 1;
    return [...baseUrls.slice(first), ...baseUrls.slice(0, first)];
  }
}

const ONCE = { maxRetries: 0, maxWaits: 0 } as const;

/** Without a key nothing on the server would tell a second attempt from a second payment. */
function isSafeToRepeat({ method }: RawRequest, idempotencyKey: string | undefined): boolean {
  return method === 'GET' || idempotencyKey !== undefined;
}

/** `@host` glued to the base URL would send the API key to that host. */
function faultsOfPath(path: string): string[] {
  return path.startsWith('/') ? [] : [`path ${JSON.stringify(path)} does not begin with a slash`];
}

/** A copy, taken once: a buffer that the caller goes on to use must not change what a retry sends. */
function bytesOf(rawBody: string | Uint8Array | undefined): Uint8Array<ArrayBuffer> | undefined {
  if (rawBody === undefined) {
    return undefined;
  }
  return typeof rawBody === 'string' ? new TextEncoder().encode(rawBody) : new Uint8Array(rawBody);
}
