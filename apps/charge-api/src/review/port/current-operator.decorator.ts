import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Name of the operator that `OperatorGuard` let in. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (operator === undefined) throw new Error('the route is not behind OperatorGuard');
  return operator;
});
