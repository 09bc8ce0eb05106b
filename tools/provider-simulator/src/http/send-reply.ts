import type { FastifyReply } from 'fastify';
import type { Reply } from '../provider-reply.ts';

export function sendReply(reply: FastifyReply, outcome: Reply): FastifyReply {
  switch (outcome.kind) {
    case 'answer':
      if (outcome.isReplay === true) reply.header('Idempotent-Replayed', 'true');
      if (outcome.retryAfterS !== undefined) reply.header('Retry-After', String(outcome.retryAfterS));
      return reply.code(outcome.httpStatus).send(outcome.body);
    case 'foreign_answer':
      return reply.code(outcome.httpStatus).type(outcome.contentType).send(outcome.text);
    case 'drop_connection':
      reply.hijack();
      reply.raw.destroy();
      return reply;
  }
}
