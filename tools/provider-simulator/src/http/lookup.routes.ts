import type { FastifyInstance } from 'fastify';
import type { ProviderRecord } from '../core/provider-record.ts';
import type { Lookup } from '../lookup.ts';
import type { Provider } from '../provider.ts';
import type { Reply } from '../provider-reply.ts';
import { paymentRow } from './payment-row.ts';
import { resultRow } from './record-rows.ts';
import { refuseRequest } from './refuse-request.ts';
import { sendReply } from './send-reply.ts';
import type { WhenDurable } from './when-durable.ts';

export interface LookupRouteParts {
  readonly provider: Provider;
  readonly record: ProviderRecord;
  readonly whenDurable: WhenDurable;
}

/** What became of a key, and what happened to a payment. */
export function registerLookupRoutes(app: FastifyInstance, { provider, record, whenDurable }: LookupRouteParts): void {
  app.get<{ Params: { key: string } }>('/v1/requests/:key', async ({ params }, reply) => {
    const found = await provider.find(params.key);
    if ('kind' in found) return sendReply(reply, found);
    return sendReply(reply, await whenDurable(lookupAnswer(record, params.key, found)));
  });

  app.get<{ Params: { id: string } }>('/v1/payments/:id', async ({ params: { id } }, reply) => {
    const payment = await whenDurable(paymentRow(record, id));
    return payment ?? refuseRequest(reply, 404, 'payment_not_found', `No payment has the id ${id}.`);
  });
}

/** In progress is a 200 too: the question was answered, the answer is that nobody knows yet. */
function lookupAnswer(record: ProviderRecord, providerKey: string, lookup: Lookup): Reply {
  const { outcome, keyWindowMs: key_window_ms, requestsSeen: requests_seen } = lookup;
  if (outcome === 'found') {
    const row = resultRow(record, lookup.result);
    return { kind: 'answer', httpStatus: 200, body: { outcome, key_window_ms, ...row } };
  }
  const body = { outcome, key_window_ms, provider_key: providerKey, requests_seen };
  return outcome === 'absent'
    ? { kind: 'answer', httpStatus: 404, body }
    : { kind: 'answer', httpStatus: 200, body: { ...body, reason: lookup.reason } };
}
