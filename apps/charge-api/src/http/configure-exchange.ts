import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HTTP_HEADERS } from '@once/contracts';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem/problem.error.ts';

/** The largest body that a charge with full metadata needs is half of this. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** What every port of the service has between the socket and its controllers. */
export function configureExchange(app: NestFastifyApplication): void {
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
}

/** RFC 9112 section 3.2: a request of HTTP/1.1 without Host is refused. */
const isHostMissing = ({ raw }: FastifyRequest): boolean => raw.httpVersion === '1.1' && raw.headers.host === undefined;
