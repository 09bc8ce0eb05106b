import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { CHARGE_API_ENV, type ChargeApiEnv } from '../../config/charge-api.env.ts';
import { ProblemError } from '../problem/problem.error.ts';
import { AdmissionMetrics } from './admission.metrics.ts';

/** When shed, half a queue is worked off in about this time. */
const SHED_RETRY_AFTER_MS = 1_000;

/**
 * Bounds what the process works on and what waits for a turn. What exceeds both is refused at once, before the claim:
 * a queue without end would answer everyone too late.
 */
@Injectable()
export class AdmissionInterceptor implements NestInterceptor {
  private readonly bulkhead: BulkheadPolicy;

  constructor(
    @Inject(CHARGE_API_ENV) env: ChargeApiEnv,
    private readonly metrics: AdmissionMetrics,
  ) {
    this.bulkhead = bulkhead(env.MAX_IN_FLIGHT, env.MAX_QUEUED);
    metrics.watch(this.bulkhead, env.MAX_IN_FLIGHT, env.MAX_QUEUED);
  }

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return defer(() => from(this.admit(next)));
  }

  private async admit(next: CallHandler): Promise<unknown> {
    try {
      return await this.bulkhead.execute(() => lastValueFrom(next.handle(), { defaultValue: undefined }));
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      this.metrics.countShed('at_limit');
      throw new ProblemError('overloaded', 'The service is at its limit; wait and send the same request again.', {
        retryAfterMs: SHED_RETRY_AFTER_MS,
      });
    }
  }
}
