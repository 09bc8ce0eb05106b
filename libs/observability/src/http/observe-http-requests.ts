import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { continueLogFields, type LogFields } from '../logging/log-fields.ts';
import { Metrics } from '../metrics/metrics.ts';

const PROBES = new Set(['/livez', '/readyz', '/metrics']);

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

/**
 * The instrumentation knows no routes, and a URL would make every charge a kind of request of its own. What stood in the
 * URL goes with it: a path may hold an idempotency key, a query whatever a caller has put there.
 */
const nameSpan = ({ method, url }: FastifyRequest, route: string): void => {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return;
  span.updateName(`${method} ${route}`);
  span.setAttribute('http.route', route);
  span.setAttribute('url.path', route);
  if (url.includes('?')) span.setAttribute('url.query', '[redacted]');
};

/** What the lines of each request carry, from its first hook to its last. */
const fieldsOfRequests = new WeakMap<FastifyRequest, LogFields>();

const fieldsOf = (request: FastifyRequest): LogFields => {
  const known = fieldsOfRequests.get(request);
  if (known) return known;
  const fields = { request_id: request.id };
  fieldsOfRequests.set(request, fields);
  return fields;
};

/** One log line and one histogram sample per request, by route and never by URL: ids are not labels. */
export async function observeHttpRequests(app: NestFastifyApplication): Promise<void> {
  const logger = await app.resolve(PinoLogger);
  const metrics = app.get(Metrics);
  const durations = metrics.histogram('http_request_duration_seconds');
  const inFlight = metrics.gauge('http_requests_in_flight');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      const route = routeOf(request);
      if (!PROBES.has(route)) {
        nameSpan(request, route);
        inFlight.inc();
        // Comes once, also when the client went away before there was an answer.
        reply.raw.once('close', () => inFlight.dec());
      }
      continueLogFields(fieldsOf(request), done);
    })
    // Once more: a body arrives from the connection, which belongs to no request.
    .addHook('preValidation', (request, _reply, done) => continueLogFields(fieldsOf(request), done))
    .addHook('onResponse', (request, reply, done) => {
      const route = routeOf(request);
      if (!PROBES.has(route)) {
        const { method } = request;
        durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
        const durationMs = Math.round(reply.elapsedTime * 10) / 10;
        const fields = { ...fieldsOf(request), method, route, status: reply.statusCode, duration_ms: durationMs };
        logger.info(fields, 'request');
      }
      done();
    });
}
