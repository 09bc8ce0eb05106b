import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { PinoLogger } from 'nestjs-pino';
import { Metrics } from '../metrics/metrics.ts';

const PROBES = new Set(['/livez', '/readyz', '/metrics']);

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

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
      if (!PROBES.has(routeOf(request))) {
        inFlight.inc();
        // Comes once, also when the client went away before there was an answer.
        reply.raw.once('close', () => inFlight.dec());
      }
      done();
    })
    .addHook('onResponse', (request, reply, done) => {
      const route = routeOf(request);
      if (!PROBES.has(route)) {
        const { method, id } = request;
        durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
        const durationMs = Math.round(reply.elapsedTime * 10) / 10;
        logger.info({ request_id: id, method, route, status: reply.statusCode, duration_ms: durationMs }, 'request');
      }
      done();
    });
}
