import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../config/charge-api.env.ts';
import { ProblemError } from '../http/problem/problem.error.ts';
import { NoticeMetrics } from './notice.metrics.ts';
import { verifyNotice } from './verify-notice.ts';

const REFUSALS = {
  not_signed: 'Sign the notice as Standard Webhooks says, with the secret that was agreed on.',
  stale: 'The signature is right and too old or too early: sign again, or set the clock.',
} as const;

/** Lets in what the provider has signed. Without a secret the route is not there. */
@Injectable()
export class NoticeSignatureGuard implements CanActivate {
  constructor(
    @Inject(CHARGE_API_ENV) private readonly env: ChargeApiEnv,
    private readonly metrics: NoticeMetrics,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { PROVIDER_NOTICE_SECRET: secrets } = this.env;
    if (!secrets) throw new ProblemError('not_found', 'There is nothing at this path with this method.');
    const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const verification = verifyNotice({ secrets, headers, body: bytes, nowMs: Date.now() });
    if (verification === 'verified') return true;
    this.metrics.count(verification);
    throw new ProblemError('unauthorized', REFUSALS[verification]);
  }
}
