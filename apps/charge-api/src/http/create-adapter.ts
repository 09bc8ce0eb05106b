import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newRequestId } from './new-request-id.ts';
import { toProblem } from './problem/problem.filter.ts';
import { refuseMalformed } from './refuse-malformed.ts';
import { sendProblem } from './problem/send-problem.ts';

/** Percent-encoding triples a key of 255 characters. */
const MAX_PARAM_LENGTH = 3 * 255;
/** A request that is not complete by then is a slow loris or a dead peer. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Longer than a load balancer's idle timeout (60 s is common), so that it closes first and loses no request. */
export const KEEP_ALIVE_MS = 72_000;

const refuseUnroutable = (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
  void sendProblem(toProblem(error), request, reply);

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
    // A URL that the router can't read reaches no route and no filter.
    frameworkErrors: refuseUnroutable,
    // Node would refuse a request without Host by a bare status line; `configureHttp` does it by a problem.
    http: { requireHostHeader: false },
    // A closing server serves what still comes on open connections and then closes them. Its own 503 would be no
    // problem answer, and a client could not tell whether its key was touched.
    return503OnClosing: false,
  });
