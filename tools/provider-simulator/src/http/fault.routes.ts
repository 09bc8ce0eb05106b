import type { FastifyInstance } from 'fastify';
import { MAX_FAULTS, type FaultBook } from '../control/faults/fault-book.ts';
import { ALLOWED_FAULTS, faultSchema } from '../control/faults/fault-schema.ts';
import { describeIssues } from '../describe-issues.ts';
import { refuseRequest } from './refuse-request.ts';

/** One fault at a time, beside those of the control document, and how often each has bitten. */
export function registerFaultRoutes(app: FastifyInstance, faults: FaultBook): void {
  const counted = () => ({ data: faults.counted() });

  app.get('/control/faults', counted);

  app.post('/control/faults', (request, reply) => {
    const parsed = faultSchema.safeParse(request.body);
    if (!parsed.success) {
      const message = `${describeIssues(parsed.error)}. Allowed: ${ALLOWED_FAULTS}`;
      return refuseRequest(reply, 400, 'invalid_request', message);
    }
    if (faults.append(parsed.data)) return reply.code(201).send(counted());
    const message = `There are ${MAX_FAULTS} faults already; DELETE /control/faults takes them away.`;
    return refuseRequest(reply, 409, 'too_many_faults', message);
  });

  app.delete('/control/faults', () => {
    const last = counted();
    faults.clear();
    return last;
  });
}
