import type { FastifyInstance } from 'fastify';
import type { ProviderRecord } from '../core/provider-record.ts';
import { readEffects, readResults } from './read-pages.ts';
import { resultRow } from './record-rows.ts';
import { refuseInvalid } from './refuse-request.ts';
import { effectsQuerySchema, pageQuerySchema } from './request-schemas.ts';
import { sendReply } from './send-reply.ts';
import type { Lookup, Provider } from '../provider.ts';

export interface RecordRouteParts {
  readonly provider: Provider;
  readonly record: ProviderRecord;
  /** Resolves when everything recorded so far is on the disk. */
  readonly durable: () => Promise<void>;
}

/**
 * The oracle: what happened, for whoever checks. Each answer is taken first and sent when all of it is durable, so
 * that a reader never sees an effect that a crash could take back.
 */
export function registerRecordRoutes(app: FastifyInstance, { provider, record, durable }: RecordRouteParts): void {
  const whenDurable = async <Answer>(answer: Answer): Promise<Answer> => durable().then(() => answer);

  app.get<{ Params: { key: string } }>('/v1/requests/:key', async ({ params }, reply) => {
    const found = await provider.find(params.key);
    if ('kind' in found) return sendReply(reply, found);
    const { httpStatus, body } = await whenDurable(lookupAnswer(params.key, found));
    return reply.code(httpStatus).send(body);
  });

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

/** In progress is a 200 too: the question was answered, the answer is that nobody knows yet. */
function lookupAnswer(providerKey: string, lookup: Lookup) {
  switch (lookup.outcome) {
    case 'found':
      return { httpStatus: 200, body: { outcome: lookup.outcome, ...resultRow(lookup.result, lookup.requestsSeen) } };
    case 'inconclusive':
    case 'absent': {
      const { requestsSeen, ...rest } = lookup;
      const httpStatus = lookup.outcome === 'absent' ? 404 : 200;
      return { httpStatus, body: { ...rest, provider_key: providerKey, requests_seen: requestsSeen } };
    }
  }
}
