import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PinoLogger } from 'nestjs-pino';
import { Metrics } from '../metrics/metrics.ts';

const PROBES = new Set(['/livez', '/readyz', '/metrics']);
/** From a replay out of the cache to the longest wait that a caller may ask for, seconds. */
const BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One log line and one histogram sample per request, by route and never by URL: ids are not labels. */
export async function observeHttpRequests(app: NestFastifyApplication): Promise<void> {
  const logger = await app.resolve(PinoLogger);
  const durations = app.get(Metrics).histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      if (!PROBES.has(route)) {
        const { method, id } = request;
        durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
        const durationMs = Math.round(reply.elapsedTime * 10) / 10;
        logger.info({ request_id: id, method, route, status: reply.statusCode, duration_ms: durationMs }, 'request');
      }
      done();
    });
}
