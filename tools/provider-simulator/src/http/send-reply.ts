import type { FastifyReply } from 'fastify';
import type { Reply } from '../provider.ts';

export function sendReply(reply: FastifyReply, outcome: Reply): FastifyReply {
  switch (outcome.kind) {
    case 'answer':
      if (outcome.isReplay === true) reply.header('Idempotent-Replayed', 'true');
      return reply.code(outcome.httpStatus).send(outcome.body);
    case 'drop_connection':
      reply.hijack();
      reply.raw.destroy();
      return reply;
  }
}
