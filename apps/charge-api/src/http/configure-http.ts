import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { HTTP_HEADERS } from '@once/contracts';
import type { FastifyRequest } from 'fastify';
import { shedUnderPressure } from '../admission/shed-under-pressure.ts';
import type { ChargeApiEnv } from '../charge-api.env.ts';
import { createDocument } from '../openapi/create-document.ts';
import { ProblemError } from './problem.error.ts';

/** The largest body that a charge with full metadata needs is half of this. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Everything between the socket and the controllers. */
export async function configureHttp(app: NestFastifyApplication, env: ChargeApiEnv): Promise<void> {
  await shedUnderPressure(app, env.MAX_EVENT_LOOP_DELAY_MS);
  const fastify = app.getHttpAdapter().getInstance();
  // Fastify brings a parser for text/plain along; what is no JSON is refused, not read in another way.
  fastify.removeAllContentTypeParsers();
  // Bytes as they came: a body is read only after the caller is known, and its numbers are judged on their text.
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body));
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(HTTP_HEADERS.requestId, request.id);
    done(isHostMissing(request) ? new ProblemError('invalid_request', 'Send a Host header.') : undefined);
  });
  // Node would answer an expectation that it does not know by a bare 417; RFC 9110 lets a server ignore it.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  SwaggerModule.setup('docs', app, () => createDocument(app), { jsonDocumentUrl: 'docs/openapi.json' });
}

/** RFC 9112 section 3.2: a request of HTTP/1.1 without Host is refused. */
const isHostMissing = ({ raw }: FastifyRequest): boolean => raw.httpVersion === '1.1' && raw.headers.host === undefined;
