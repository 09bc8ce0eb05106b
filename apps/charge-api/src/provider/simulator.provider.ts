import { failedToConnect } from '@once/retry-policy';
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import { judgeSimulatorAnswer } from './judge-simulator-answer.ts';
import type {
  AuthorizeCall,
  CancelCall,
  CaptureCall,
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

const absent = z.object({ outcome: z.literal('absent') });
const found = z.object({
  outcome: z.literal('found'),
  operation: z.string().optional(),
  http_status: z.int(),
  body: z.unknown(),
});

interface SendOptions {
  method: Dispatcher.HttpMethod;
  headers?: Record<string, string>;
  body?: string;
  dispatcher: Agent;
}

/** An answer is small; more than this is not an answer of the provider. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** A provider that takes longer than this to accept a connection has not been sent anything yet. */
const CONNECT_TIMEOUT_MS = 2_000;

const describe = (error: unknown): string => (Error.isError(error) ? `${error.name}: ${error.message}` : String(error));

const failureOf = (error: unknown): ProviderResult => ({
  kind: failedToConnect(error) ? 'not_sent' : 'unknown',
  detail: describe(error),
});

const amountOf = (call: { amountMinor: bigint }): object => ({ amount_minor: call.amountMinor.toString() });

const pathOf = (call: { paymentId: string }, action: string): string =>
  `/v1/payments/${encodeURIComponent(call.paymentId)}/${action}`;

const openAgent = (connections: number): Agent =>
  new Agent({ connections, connect: { timeout: CONNECT_TIMEOUT_MS }, maxResponseSize: MAX_ANSWER_BYTES });

/** What the record holds is a decision; anything else is not what it was asked for. */
const toFindResult = (judged: ProviderResult): FindResult =>
  judged.kind === 'succeeded' || judged.kind === 'declined' ? judged : { kind: 'inconclusive', detail: judged.detail };

/** The provider simulator over HTTP: a process of its own, so that its answers get lost like any other's. */
export class SimulatorProvider implements PaymentProvider {
  readonly name = 'simulator';
  readonly keyWindowMs: number;
  readonly timeoutMs: number;
  private readonly moneyAgent: Agent;
  /** Connections of its own: asking is the way out of a provider that hangs, so it must not wait behind what hangs. */
  private readonly findAgent: Agent;

  constructor(private readonly options: SimulatorOptions) {
    this.keyWindowMs = options.keyWindowMs;
    this.timeoutMs = options.timeoutMs;
    this.moneyAgent = openAgent(options.maxConnections);
    this.findAgent = openAgent(options.maxConnections);
  }

  authorize(call: AuthorizeCall): Promise<ProviderResult> {
    const { currency, source, capture } = call;
    const operation = capture ? 'sale' : 'authorize';
    return this.post(operation, '/v1/payments', call, { ...amountOf(call), currency, source, capture });
  }

  capture(call: CaptureCall): Promise<ProviderResult> {
    return this.post('capture', pathOf(call, 'capture'), call, amountOf(call));
  }

  refund(call: RefundCall): Promise<ProviderResult> {
    return this.post('refund', pathOf(call, 'refunds'), call, amountOf(call));
  }

  cancel(call: CancelCall): Promise<ProviderResult> {
    return this.post('cancel', pathOf(call, 'cancel'), call, {});
  }

  async find(providerKey: string): Promise<FindResult> {
    try {
      const path = `/v1/requests/${encodeURIComponent(providerKey)}`;
      const { status, body } = await this.send(path, { method: 'GET', dispatcher: this.findAgent });
      // A bare 404 may be anybody's, a proxy's or a wrong path's; only the provider's own word counts.
      if (status === 404 && absent.safeParse(body).success) return { kind: 'absent' };
      const result = status === 200 ? found.safeParse(body).data : undefined;
      if (!result) return { kind: 'inconclusive', detail: `the provider answered ${status}` };
      return toFindResult(judgeSimulatorAnswer({ ...result, status: result.http_status }));
    } catch (error) {
      return { kind: 'inconclusive', detail: describe(error) };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.moneyAgent.close(), this.findAgent.close()]);
  }

  private async post(operation: string, path: string, call: ProviderCall, extra: object): Promise<ProviderResult> {
    const payload = { metadata: call.metadata, ...extra };
    try {
      const answer = await this.send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': call.providerKey },
        body: JSON.stringify(payload),
        dispatcher: this.moneyAgent,
      });
      return judgeSimulatorAnswer({ operation, ...answer });
    } catch (error) {
      return failureOf(error);
    }
  }

  private async send(path: string, options: SendOptions): Promise<{ status: number; body: unknown }> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    const response = await request(new URL(path, this.options.url), { ...options, signal });
    return { status: response.statusCode, body: await response.body.json() };
  }
}
