import type { IncomingMessage } from 'node:http';
import { CALL_HEADER } from '../call-header.ts';
import { endToEndHeaders } from './end-to-end-headers.ts';
import type { HeldRequest } from './forward-request.ts';
import { readBounded } from './read-bounded.ts';

/** Beyond the 64 KiB that charge-api takes, so that the refusal of a larger one is charge-api's own. */
const MAX_REQUEST_BYTES = 1_048_576;

export interface NamedRequest extends HeldRequest {
  /** Call and attempt; null where the client did not say. */
  readonly name: string | null;
}

/** Reads a request to its end, and takes off what is for the proxy alone. @throws when it breaks off or is too large */
export async function holdRequest(incoming: IncomingMessage): Promise<NamedRequest> {
  const body = await readBounded(incoming, MAX_REQUEST_BYTES);
  const { [CALL_HEADER]: call, ...rest } = incoming.headers;
  const attempt = incoming.headers['idempotency-attempt'];
  const name = typeof call === 'string' ? `${call} ${String(attempt)}` : null;
  const headers = endToEndHeaders(rest, body);
  return { method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers, body, name };
}
