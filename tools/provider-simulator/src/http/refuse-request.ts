import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { describeIssues } from '../describe-issues.ts';

/** Every error has this body: a code for programs, a message for people. */
export function refuseRequest(reply: FastifyReply, httpStatus: number, code: string, message: string): FastifyReply {
  return reply.code(httpStatus).send({ code, message });
}

export function refuseInvalid(reply: FastifyReply, error: z.ZodError, code = 'invalid_request'): FastifyReply {
  return refuseRequest(reply, 400, code, describeIssues(error));
}
