import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Metadata, MoneyRequest } from '../core/money-request.ts';
import type { Provider } from '../provider.ts';
import { refuseInvalid, refuseRequest } from './refuse-request.ts';
import { amountBodySchema, cancelBodySchema, paymentBodySchema, providerKeySchema } from './request-schemas.ts';
import { sendReply } from './send-reply.ts';

interface ParsedRequest {
  readonly request: MoneyRequest;
  readonly metadata: Metadata;
}

type BodySchema = (paymentId: string) => z.ZodType<ParsedRequest>;

const payment: BodySchema = () =>
  paymentBodySchema.transform(({ metadata, capture, amount_minor: amountMinor, ...rest }) => ({
    metadata,
    request: { operation: capture ? 'sale' : 'authorize', amountMinor, ...rest },
  }));

const amount =
  (operation: 'capture' | 'refund'): BodySchema =>
  (paymentId) =>
    amountBodySchema.transform(({ metadata, amount_minor: amountMinor }) => ({
      metadata,
      request: { operation, paymentId, amountMinor },
    }));

const cancel: BodySchema = (paymentId) =>
  cancelBodySchema.transform(({ metadata }) => ({ metadata, request: { operation: 'cancel', paymentId } }));

/** The calls that move money. */
export function registerMoneyRoutes(app: FastifyInstance, provider: Provider): void {
  const routes = {
    '': payment,
    '/:id/capture': amount('capture'),
    '/:id/refunds': amount('refund'),
    '/:id/cancel': cancel,
  };
  for (const [path, schema] of Object.entries(routes)) {
    app.post<{ Params: { id?: string } }>(`/v1/payments${path}`, {
      handler: (request, reply) => submit(provider, schema(request.params.id ?? ''), request, reply),
      errorHandler: (error, request, reply) =>
        void refuseUnreadable(provider, error, request, reply).catch((failure: unknown) => reply.send(failure)),
    });
  }
}

async function submit(
  provider: Provider,
  schema: z.ZodType<ParsedRequest>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const key = providerKeyOf(request);
  if (!key.success) return refuseKey(reply, request, key.error);
  const parsed = schema.safeParse(request.body ?? {});
  if (!parsed.success) {
    await provider.countInvalid(key.data);
    return refuseInvalid(reply, parsed.error);
  }
  return sendReply(reply, await provider.submit({ providerKey: key.data, ...parsed.data }));
}

/** A body that is no JSON, too large or of another content type: refused by Fastify before the handler, counted here. */
async function refuseUnreadable(
  provider: Provider,
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const httpStatus = error.statusCode ?? 500;
  if (httpStatus >= 500) throw error;
  const key = providerKeyOf(request);
  if (!key.success) return refuseKey(reply, request, key.error);
  await provider.countInvalid(key.data);
  return refuseRequest(reply, httpStatus, 'invalid_request', error.message);
}

function providerKeyOf(request: FastifyRequest) {
  return providerKeySchema.safeParse(request.headers['idempotency-key']);
}

function refuseKey(reply: FastifyReply, request: FastifyRequest, error: z.ZodError): FastifyReply {
  const isMissing = request.headers['idempotency-key'] === undefined;
  return refuseInvalid(reply, error, isMissing ? 'idempotency_key_missing' : 'idempotency_key_invalid');
}
