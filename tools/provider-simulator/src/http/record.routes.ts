import type { FastifyInstance } from 'fastify';
import type { ProviderRecord } from '../core/provider-record.ts';
import { readEffects, readResults } from './read-pages.ts';
import { refuseInvalid } from './refuse-request.ts';
import { effectsQuerySchema, pageQuerySchema } from './request-schemas.ts';
import type { WhenDurable } from './when-durable.ts';

export interface RecordRouteParts {
  readonly record: ProviderRecord;
  readonly whenDurable: WhenDurable;
}

/** The oracle: what happened, for whoever checks. */
export function registerRecordRoutes(app: FastifyInstance, { record, whenDurable }: RecordRouteParts): void {
  app.get('/v1/requests', async ({ query }, reply) => {
    const parsed = pageQuerySchema.safeParse(query);
    return parsed.success ? whenDurable(readResults(record, parsed.data)) : refuseInvalid(reply, parsed.error);
  });

  app.get('/v1/effects', async ({ query }, reply) => {
    const parsed = effectsQuerySchema.safeParse(query);
    return parsed.success ? whenDurable(readEffects(record, parsed.data)) : refuseInvalid(reply, parsed.error);
  });

  app.get('/v1/effects/summary', () => whenDurable(record.summary.toSummary()));
}
