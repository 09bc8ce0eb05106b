import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PinoLogger } from 'nestjs-pino';

/** One line per request, with who it was, by route and never by URL or header. */
export function logRequests(app: NestFastifyApplication, logger: PinoLogger): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id, method, operator } = request;
    const route = request.routeOptions.url ?? 'unknown';
    logger.info({ request_id: id, method, route, status: reply.statusCode, operator }, 'operator request');
    done();
  });
}
