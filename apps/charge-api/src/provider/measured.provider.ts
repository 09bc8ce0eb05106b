import type { OnApplicationShutdown } from '@nestjs/common';
import { runInSpan, UNKNOWN_OUTCOME } from '@once/observability';
import type {
  AuthorizeCall,
  CancelCall,
  CaptureCall,
  FindResult,
  Identification,
  PaymentLookup,
  PaymentProvider,
  ProviderQuery,
  ProviderResult,
  RefundCall,
} from './payment-provider.ts';
import type { ProviderCallName, ProviderMetrics, ProviderOutcome } from './provider.metrics.ts';

/** After these nobody knows whether the provider has acted. */
const UNKNOWN: ReadonlySet<ProviderOutcome> = new Set(['unknown', 'inconclusive']);

const outcomeOf = (result: ProviderResult): ProviderOutcome =>
  result.kind === 'not_sent' ? (result.keptAwayBy ?? 'not_sent') : result.kind;

/** A provider whose calls are counted and timed. Around the guard, so that what it keeps away is counted as well. */
export class MeasuredProvider implements PaymentProvider, OnApplicationShutdown {
  readonly name: string;
  readonly timeoutMs: number;

  constructor(
    private readonly provider: PaymentProvider,
    private readonly metrics: ProviderMetrics,
  ) {
    this.name = provider.name;
    this.timeoutMs = provider.timeoutMs;
  }

  authorize(call: AuthorizeCall): Promise<ProviderResult> {
    return this.measure('authorize', () => this.provider.authorize(call), outcomeOf);
  }

  capture(call: CaptureCall): Promise<ProviderResult> {
    return this.measure('capture', () => this.provider.capture(call), outcomeOf);
  }

  refund(call: RefundCall): Promise<ProviderResult> {
    return this.measure('refund', () => this.provider.refund(call), outcomeOf);
  }

  cancel(call: CancelCall): Promise<ProviderResult> {
    return this.measure('cancel', () => this.provider.cancel(call), outcomeOf);
  }

  find(query: ProviderQuery): Promise<FindResult> {
    return this.measure(
      'find',
      () => this.provider.find(query),
      ({ kind }) => kind,
    );
  }

  /** Not counted: asked now and then, whatever else goes on, and about no operation. */
  identify(): Promise<Identification> {
    return this.provider.identify();
  }

  /** Not counted: a person's question. */
  lookUpPayment(query: { account: string; paymentId: string }): Promise<PaymentLookup> {
    return this.provider.lookUpPayment(query);
  }

  close(): Promise<void> {
    return this.provider.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** In a span of its own, so that a trace shows what the provider was asked and what is known of it. */
  private measure<R>(
    call: ProviderCallName,
    work: () => Promise<R>,
    outcomeOf: (result: R) => ProviderOutcome,
  ): Promise<R> {
    const attributes = { 'once.provider.name': this.name, 'once.provider.call': call };
    return runInSpan({ name: `provider ${call}`, attributes }, async (span) => {
      const result = await this.metrics.follow(call, work, outcomeOf);
      const outcome = outcomeOf(result);
      span.setAttribute('once.provider.outcome', outcome);
      if (UNKNOWN.has(outcome)) span.setAttribute(UNKNOWN_OUTCOME, true);
      return result;
    });
  }
}
