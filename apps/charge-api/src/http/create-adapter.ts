import { FastifyAdapter } from '@nestjs/platform-fastify';
import { HTTP_HEADERS, type ProblemCode } from '@once/contracts';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { problemAnswer } from './problem-answer.ts';

/** Percent-encoding triples a key of 255 characters. */
const MAX_PARAM_LENGTH = 3 * 255;
/** A request that is not complete by then is a slow loris or a dead peer. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Longer than a load balancer's idle timeout (60 s is common), so that it closes first and loses no request. */
const KEEP_ALIVE_MS = 72_000;

const newRequestId = (): string => `req_${uuidv7()}`;

const CLIENT_ERRORS: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'All headers together may have 16 KiB at most.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
};

/** What Node's parser refuses never becomes a request; it still gets a problem answer and not a bare line. */
const refuseMalformed = (error: Error & { code?: string }, socket: Socket): void => {
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
};

/** Fastify with every limit of the HTTP surface set. */
export const createAdapter = (): FastifyAdapter =>
  new FastifyAdapter({
    genReqId: newRequestId,
    // A request id of the caller's choice could be another request's.
    requestIdHeader: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    clientErrorHandler: refuseMalformed,
    // A closing server finishes what it has accepted and answers 503 to what still comes on open connections.
    return503OnClosing: true,
  });
