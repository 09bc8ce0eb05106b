import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Lets an answer that is sent while the server stops be the last one on its connection. Fastify does so for requests
 * that arrive then; the connection of one that was under way before would be kept alive, and the stop, which waits for
 * all connections, would take until its client lets go of it: longer than any supervisor waits before it kills.
 */
export function endConnectionsOnStop(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let isStopping = false;
  fastify.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isStopping) void reply.header('connection', 'close');
    done(null, payload);
  });
}
