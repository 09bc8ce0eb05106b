import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_URL_PATH,
  ATTR_URL_QUERY,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { startSpan } from '../tracing/run-in-span.ts';
import { isProbe, routeOf } from './route-of.ts';

/** From here on the server has failed, whatever the caller did. */
const LEAST_SERVER_ERROR = 500;

/** By route and never by URL: a path may hold an idempotency key, a query whatever a caller has put there. */
const spanOf = (request: FastifyRequest, parent: Context): Span => {
  const { method, protocol, ip, url, headers, raw } = request;
  const route = routeOf(request);
  const userAgent = headers['user-agent'];
  return startSpan(
    {
      name: `${method} ${route}`,
      kind: 'server',
      attributes: {
        [ATTR_HTTP_REQUEST_METHOD]: method,
        [ATTR_HTTP_ROUTE]: route,
        [ATTR_URL_SCHEME]: protocol,
        [ATTR_URL_PATH]: route,
        [ATTR_NETWORK_PROTOCOL_VERSION]: raw.httpVersion,
        [ATTR_CLIENT_ADDRESS]: ip,
        ...(userAgent === undefined ? {} : { [ATTR_USER_AGENT_ORIGINAL]: userAgent }),
        ...(url.includes('?') ? { [ATTR_URL_QUERY]: '[redacted]' } : {}),
      },
    },
    parent,
  );
};

/** A response that was not written out is of a caller who went away: nobody has failed, and nobody was answered. */
const endSpan = (span: Span, { raw }: FastifyReply): void => {
  if (raw.writableFinished) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, raw.statusCode);
  if (raw.writableFinished && raw.statusCode >= LEAST_SERVER_ERROR) {
    span.setAttribute(ATTR_ERROR_TYPE, String(raw.statusCode));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
};

const begin = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = spanOf(request, parent);
  // Comes once, also when the client went away before there was an answer.
  reply.raw.once('close', () => endSpan(span, reply));
  context.with(trace.setSpan(parent, span), done);
};

/**
 * One span for each request but the probes, from its first hook to its last byte; all hooks after this one run in its
 * context, which Fastify keeps while a body comes in.
 * By Fastify's hooks, not by the instrumentation of `node:http`: that one knows no routes, and binds every listener of
 * every request and response, which alone costs a tenth of the throughput (`npm run bench:telemetry`).
 */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isProbe(request)) done();
    else begin(request, reply, done);
  });
}
