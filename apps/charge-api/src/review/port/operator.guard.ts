import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ProblemError } from '../../http/problem/problem.error.ts';
import { operatorOf, type OperatorCredential } from '../../config/operator-credentials.ts';

declare module 'fastify' {
  interface FastifyRequest {
    operator?: string;
  }
}

export const OPERATOR_CREDENTIALS = Symbol('OPERATOR_CREDENTIALS');

/** RFC 6750, bounded as the credentials are. */
const BEARER = /^bearer ([\x21-\x7e]{1,255})$/i;
/** Wrong tokens per address and minute. A person mistypes a few times, a guesser does not stop. */
const MAX_FAILURES = 10;
const FAILURE_WINDOW_S = 60;

/** Lets in who has a credential. Beyond some failures an address is not listened to, whatever it sends. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly failures = new RateLimiterMemory({ points: MAX_FAILURES, duration: FAILURE_WINDOW_S });

  constructor(@Inject(OPERATOR_CREDENTIALS) private readonly credentials: OperatorCredential[]) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const failed = await this.failures.get(request.ip);
    if (failed !== null && failed.consumedPoints >= MAX_FAILURES) {
      const detail = 'Too many wrong credentials from your address; wait, or use `npm run ops`.';
      throw new ProblemError('rate_limited', detail, { retryAfterMs: failed.msBeforeNext });
    }
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const operator = token === undefined ? undefined : operatorOf(token, this.credentials);
    if (operator === undefined) {
      await this.failures.penalty(request.ip);
      throw new ProblemError('unauthorized', 'Send an operator\'s token as "Authorization: Bearer <token>".');
    }
    request.operator = operator;
    return true;
  }
}
