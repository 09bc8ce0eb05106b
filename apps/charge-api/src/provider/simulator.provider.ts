import { failedToConnect } from '@once/retry-policy';
import { Agent, request, type Dispatcher } from 'undici';
import type {
  AuthorizeCall,
  CancelCall,
  CaptureCall,
  FindResult,
  Identification,
  PaymentLookup,
  PaymentProvider,
  ProviderCall,
  ProviderQuery,
  ProviderResult,
  RefundCall,
} from './payment-provider.ts';
import { identityOf } from './simulator-account.ts';
import {
  readFindAnswer,
  readIdentification,
  readMoneyAnswer,
  readPaymentAnswer,
  type HttpAnswer,
} from './simulator-answers.ts';

export interface SimulatorOptions {
  url: string;
  /** Bound of one call from connect to the last byte, milliseconds. */
  timeoutMs: number;
  maxConnections: number;
}

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
/** New keys wait for it while the account is not known; a provider that is well answers at once. */
const IDENTIFY_TIMEOUT_MS = 2_000;

const describe = (error: unknown): string => (Error.isError(error) ? `${error.name}: ${error.message}` : String(error));

const failureOf = (error: unknown): ProviderResult => ({
  kind: failedToConnect(error) ? 'not_sent' : 'unknown',
  detail: describe(error),
});

const amountOf = (call: { amountMinor: bigint }): object => ({ amount_minor: call.amountMinor.toString() });

const pathOf = (call: { paymentId: string }, action: string): string =>
  `/v1/payments/${encodeURIComponent(call.paymentId)}/${action}`;

/** Makes the binding atomic: the counterpart compares, in the very request, before it does anything. */
const inAccount = (account: string): Record<string, string> => ({ 'provider-account': identityOf(account) });

const openAgent = (connections: number): Agent =>
  new Agent({ connections, connect: { timeout: CONNECT_TIMEOUT_MS }, maxResponseSize: MAX_ANSWER_BYTES });

/** The provider simulator over HTTP: a process of its own, so that its answers get lost like any other's. */
export class SimulatorProvider implements PaymentProvider {
  readonly name = 'simulator';
  readonly timeoutMs: number;
  private readonly moneyAgent: Agent;
  /** Connections of its own: asking is the way out of a provider that hangs, so it must not wait behind what hangs. */
  private readonly findAgent: Agent;

  constructor(private readonly options: SimulatorOptions) {
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

  async find(query: ProviderQuery): Promise<FindResult> {
    try {
      const path = `/v1/requests/${encodeURIComponent(query.providerKey)}`;
      return readFindAnswer(query, await this.ask(path, query.account));
    } catch (error) {
      return { kind: 'inconclusive', detail: describe(error) };
    }
  }

  async identify(): Promise<Identification> {
    try {
      const signal = AbortSignal.timeout(Math.min(IDENTIFY_TIMEOUT_MS, this.timeoutMs));
      return readIdentification(await this.send('/v1/account', { method: 'GET', dispatcher: this.findAgent }, signal));
    } catch (error) {
      return { kind: 'not_identified', detail: describe(error) };
    }
  }

  async lookUpPayment({ account, paymentId }: { account: string; paymentId: string }): Promise<PaymentLookup> {
    try {
      return readPaymentAnswer(account, await this.ask(`/v1/payments/${encodeURIComponent(paymentId)}`, account));
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
        headers: {
          ...inAccount(call.account),
          'content-type': 'application/json',
          'idempotency-key': call.providerKey,
        },
        body: JSON.stringify(payload),
        dispatcher: this.moneyAgent,
      });
      return readMoneyAnswer(call.account, operation, answer);
    } catch (error) {
      return failureOf(error);
    }
  }

  private ask(path: string, account: string): Promise<HttpAnswer> {
    return this.send(path, { method: 'GET', headers: inAccount(account), dispatcher: this.findAgent });
  }

  private async send(
    path: string,
    options: SendOptions,
    signal: AbortSignal = AbortSignal.timeout(this.timeoutMs),
  ): Promise<HttpAnswer> {
    const response = await request(new URL(path, this.options.url), { ...options, signal });
    return { status: response.statusCode, body: await response.body.json() };
  }
}
