import type { RawRequest } from './request/charge-client-options.ts';
import type { ClientSettings } from './client-settings.ts';
import { invalidArgument } from './errors/invalid-argument.ts';

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The headers that are the same on every attempt. What the caller adds comes first and cannot replace ours. */
export function operationHeaders(
  request: RawRequest,
  settings: ClientSettings,
  idempotencyKey: string | undefined,
): Headers {
  const headers = new Headers(settings.headers());
  headers.set('accept', 'application/json, application/problem+json');
  headers.set('user-agent', 'once-charge-client');
  headers.set('authorization', `Bearer ${settings.apiKey}`);
  headers.delete('idempotency-key');
  if (idempotencyKey !== undefined) {
    setKey(headers, idempotencyKey);
  }
  if (request.rawBody !== undefined) {
    headers.set('content-type', request.contentType ?? 'application/json');
  }
  if (request.preferWaitS !== undefined) {
    headers.set('prefer', `wait=${checkedWaitS(request.preferWaitS, settings.attemptTimeoutMs)}`);
  }
  if (request.traceparent !== undefined) {
    headers.set('traceparent', checkedTraceparent(request.traceparent));
  }
  return headers;
}

/** A malformed key is the server's to judge, but one that no header can carry never gets there. */
function setKey(headers: Headers, idempotencyKey: string): void {
  try {
    headers.set('idempotency-key', idempotencyKey);
  } catch (cause) {
    throw invalidArgument(`idempotencyKey cannot be sent as a header: ${String(cause)}`);
  }
}

function checkedWaitS(preferWaitS: number, attemptTimeoutMs: number): number {
  if (!Number.isInteger(preferWaitS) || preferWaitS < 1 || preferWaitS * 1_000 >= attemptTimeoutMs) {
    throw invalidArgument(
      `preferWaitS is ${preferWaitS}: give whole seconds from 1, shorter than attemptTimeoutMs (${attemptTimeoutMs})`,
    );
  }
  return preferWaitS;
}

function checkedTraceparent(traceparent: string): string {
  if (!TRACEPARENT.test(traceparent)) {
    throw invalidArgument('traceparent is not of the form 00-<32 hex digits>-<16 hex digits>-<2 hex digits>');
  }
  return traceparent;
}
