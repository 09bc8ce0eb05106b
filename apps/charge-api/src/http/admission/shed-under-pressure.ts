import underPressure from '@fastify/under-pressure';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError } from '../problem/problem.error.ts';
import { AdmissionMetrics } from './admission.metrics.ts';

/** What a late loop sheds now it can serve in a moment. */
const SHED_RETRY_AFTER_MS = 1_000;
const OPERATIONS = new Set(['/livez', '/readyz', '/metrics']);

/** Refuses requests while the event loop is late, before anything of them is read. Probes and scrapes still pass. */
export async function shedUnderPressure(app: NestFastifyApplication, maxEventLoopDelay: number): Promise<void> {
  const metrics = app.get(AdmissionMetrics);
  await app.register(underPressure, {
    maxEventLoopDelay,
    pressureHandler: (request) => {
      if (OPERATIONS.has(request.url)) return Promise.resolve();
      metrics.countShed('event_loop_late');
      const overload = new ProblemError('overloaded', 'The service is at its limit; wait and send the request again.', {
        retryAfterMs: SHED_RETRY_AFTER_MS,
      });
      return Promise.reject(overload);
    },
  });
}
