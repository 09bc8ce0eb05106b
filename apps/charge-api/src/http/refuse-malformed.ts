import { HTTP_HEADERS, type ProblemCode } from '@once/contracts';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newRequestId } from './new-request-id.ts';
import { problemAnswer } from './problem/problem-answer.ts';

/** Long enough for the answer to be read; destroying at once could take it back on its way. */
const LINGER_MS = 1_000;

const CLIENT_ERRORS: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'All headers together may have 16 KiB at most.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
};

/** What Node's parser refuses never becomes a request; it still gets a problem answer and not a bare line. */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [code, detail] = CLIENT_ERRORS[error.code ?? ''] ?? ['invalid_request', 'The request is not valid HTTP.'];
  const requestId = newRequestId();
  const { status, headers, body } = problemAnswer({ code, detail, instance: '/', requestId });
  const lines = Object.entries({ ...headers, [HTTP_HEADERS.requestId]: requestId, connection: 'close' });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\ncontent-length: ${body.length}\r\n\r\n${body.toString()}`);
  // Nothing watches this socket any more: a peer that never closes its half would keep it for ever.
  socket.setTimeout(LINGER_MS, () => socket.destroy());
}
