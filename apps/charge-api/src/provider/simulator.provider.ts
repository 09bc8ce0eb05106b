import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type {
  AuthorizeCall,
  FindResult,
  PaymentProvider,
  ProviderCall,
  ProviderResult,
  RefundCall,
} from './payment-provider.ts';

export interface SimulatorOptions {
  url: string;
  /** Bound of one call from connect to the last byte, milliseconds. */
  timeoutMs: number;
  keyWindowMs: number;
  maxConnections: number;
}

const succeeded = z.object({ id: z.string(), payment_id: z.string().optional() });
const refused = z.object({ code: z.string(), decline_code: z.string().optional() });
const absent = z.object({ outcome: z.literal('absent') });
const found = z.object({ outcome: z.literal('found'), http_status: z.int(), body: z.unknown() });

/** An answer is small; more than this is not an answer of the provider. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** A provider that takes longer than this to accept a connection has not been sent anything yet. */
const CONNECT_TIMEOUT_MS = 2_000;

/** Codes of failures that happen before the first byte of a request leaves this machine. */
const BEFORE_SEND = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

const describe = (error: unknown): string => (Error.isError(error) ? `${error.name}: ${error.message}` : String(error));

const failureOf = (error: unknown): ProviderResult => {
  // Not instanceof: errors of Node's own modules come from another realm where tests run in a VM context.
  const code = Error.isError(error) && 'code' in error ? String(error.code) : '';
  return { kind: BEFORE_SEND.has(code) ? 'not_sent' : 'unknown', detail: describe(error) };
};

/** What an answer of the provider means, fresh or as its record keeps it. */
const judgeAnswer = (status: number, body: unknown): Exclude<ProviderResult, { kind: 'not_sent' }> => {
  const success = status >= 200 && status < 300 ? succeeded.safeParse(body) : undefined;
  if (success?.success) return { kind: 'succeeded', paymentId: success.data.payment_id ?? success.data.id };
  const refusal = refused.safeParse(body);
  // 402 and 422 are decisions about the money. Any other refusal is about the exchange and settles nothing.
  if ((status === 402 || status === 422) && refusal.success && refusal.data.code !== 'idempotency_key_reused') {
    return { kind: 'declined', declineCode: refusal.data.decline_code ?? refusal.data.code };
  }
  return { kind: 'unknown', detail: `the provider answered ${status}` };
};

/** The provider simulator over HTTP: a process of its own, so that its answers get lost like any other's. */
export class SimulatorProvider implements PaymentProvider {
  readonly name = 'simulator';
  readonly keyWindowMs: number;
  private readonly agent: Agent;

  constructor(private readonly options: SimulatorOptions) {
    this.keyWindowMs = options.keyWindowMs;
    this.agent = new Agent({
      connections: options.maxConnections,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  authorize(call: AuthorizeCall): Promise<ProviderResult> {
    const { currency, source, capture } = call;
    return this.post('/v1/payments', call, { currency, source, capture });
  }

  refund(call: RefundCall): Promise<ProviderResult> {
    return this.post(`/v1/payments/${encodeURIComponent(call.paymentId)}/refunds`, call, {});
  }

  async find(providerKey: string): Promise<FindResult> {
    try {
      const { status, body } = await this.send(`/v1/requests/${encodeURIComponent(providerKey)}`, { method: 'GET' });
      // A bare 404 may be anybody's, a proxy's or a wrong path's; only the provider's own word counts.
      if (status === 404 && absent.safeParse(body).success) return { kind: 'absent' };
      const result = found.safeParse(body);
      if (!result.success) return { kind: 'inconclusive', detail: `the provider answered ${status}` };
      const judged = judgeAnswer(result.data.http_status, result.data.body);
      return judged.kind === 'unknown' ? { kind: 'inconclusive', detail: judged.detail } : judged;
    } catch (error) {
      return { kind: 'inconclusive', detail: describe(error) };
    }
  }

  async close(): Promise<void> {
    await this.agent.close();
  }

  private async post(path: string, call: ProviderCall, extra: object): Promise<ProviderResult> {
    const payload = { amount_minor: call.amountMinor.toString(), metadata: call.metadata, ...extra };
    try {
      const { status, body } = await this.send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': call.providerKey },
        body: JSON.stringify(payload),
      });
      // Refused at the door for its rate: said before it looked at the request, so certainly without effect.
      if (status === 429) return { kind: 'not_sent', detail: 'the provider is limiting our rate' };
      return judgeAnswer(status, body);
    } catch (error) {
      return failureOf(error);
    }
  }

  private async send(
    path: string,
    options: { method: Dispatcher.HttpMethod; headers?: Record<string, string>; body?: string },
  ): Promise<{ status: number; body: unknown }> {
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    const response = await request(new URL(path, this.options.url), { ...options, dispatcher: this.agent, signal });
    return { status: response.statusCode, body: await response.body.json() };
  }
}
