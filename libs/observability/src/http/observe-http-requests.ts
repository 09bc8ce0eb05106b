import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { continueLogFields, type LogFields } from '../logging/log-fields.ts';
import { Metrics } from '../metrics/metrics.ts';
import { isProbe, routeOf } from './route-of.ts';
import { traceRequests } from './trace-requests.ts';
import { SERVICE_METRICS } from '../metrics/service-metrics.ts';

/** What the lines of each request carry, from its first hook to its last. */
const fieldsOfRequests = new WeakMap<FastifyRequest, LogFields>();

const fieldsOf = (request: FastifyRequest): LogFields => {
  const known = fieldsOfRequests.get(request);
  if (known) return known;
  const fields = { request_id: request.id };
  fieldsOfRequests.set(request, fields);
  return fields;
};

/** One span, one log line and one histogram sample per request, by route and never by URL: ids are not labels. */
export async function observeHttpRequests(app: NestFastifyApplication): Promise<void> {
  const logger = await app.resolve(PinoLogger);
  const metrics = app.get(Metrics);
  const own = metrics.of(SERVICE_METRICS);
  const durations = own.histogram('http_request_duration_seconds');
  const inFlight = own.gauge('http_requests_in_flight');
  const fastify = app.getHttpAdapter().getInstance();
  traceRequests(fastify);
  fastify
    .addHook('onRequest', (request, reply, done) => {
      if (!isProbe(request)) {
        inFlight.inc();
        // Comes once, also when the client went away before there was an answer.
        reply.raw.once('close', () => inFlight.dec());
      }
      continueLogFields(fieldsOf(request), done);
    })
    .addHook('onResponse', (request, reply, done) => {
      if (!isProbe(request)) {
        const route = routeOf(request);
        const { method } = request;
        durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
        const durationMs = Math.round(reply.elapsedTime * 10) / 10;
        const fields = { ...fieldsOf(request), method, route, status: reply.statusCode, duration_ms: durationMs };
        logger.info(fields, 'request');
      }
      done();
    });
}
