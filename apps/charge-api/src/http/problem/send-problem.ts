import { HTTP_HEADERS } from '@once/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemAnswer, retryAfterSeconds } from './problem-answer.ts';
import type { ProblemError } from './problem.error.ts';

/** Ends a request with a problem, also one that was refused before the hooks had their turn. */
export async function sendProblem(problem: ProblemError, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { code, message, extras, retryAfterMs } = problem;
  const instance = pathOf(request.url);
  const answer = problemAnswer({ code, detail: message, instance, requestId: request.id, extras });
  void reply.header(HTTP_HEADERS.requestId, request.id);
  if (retryAfterMs !== undefined) void reply.header(HTTP_HEADERS.retryAfter, retryAfterSeconds(retryAfterMs));
  if (code === 'unauthorized') void reply.header('www-authenticate', 'Bearer');
  await reply.status(answer.status).headers(answer.headers).send(answer.body);
}

/** Path without its query, which may carry anything. */
const pathOf = (url: string): string => url.split('?', 1)[0] ?? '/';
