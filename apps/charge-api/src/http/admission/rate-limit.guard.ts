import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../../config/charge-api.env.ts';
import { ProblemError } from '../problem/problem.error.ts';
import { AdmissionMetrics } from './admission.metrics.ts';

/** Second of all guards: a tenant's own share of this process, decided before the key is looked at. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiter: RateLimiterMemory;

  constructor(
    @Inject(CHARGE_API_ENV) env: ChargeApiEnv,
    private readonly metrics: AdmissionMetrics,
  ) {
    this.limiter = new RateLimiterMemory({ points: env.RATE_LIMIT_PER_SECOND, duration: 1 });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { tenant } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!tenant) throw new Error('the rate limit is counted per tenant and must come after ApiKeyGuard');
    try {
      await this.limiter.consume(tenant.id);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      this.metrics.countShed('rate_limited');
      throw new ProblemError(
        'rate_limited',
        'Too many requests of this tenant; wait and send the same request again.',
        {
          retryAfterMs: refusal.msBeforeNext,
        },
      );
    }
  }
}
