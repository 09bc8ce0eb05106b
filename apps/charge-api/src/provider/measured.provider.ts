import type { OnApplicationShutdown } from '@nestjs/common';
import type {
  AuthorizeCall,
  CancelCall,
  CaptureCall,
  FindResult,
  PaymentProvider,
  ProviderResult,
  RefundCall,
} from './payment-provider.ts';
import type { ProviderCallName, ProviderMetrics, ProviderOutcome } from './provider.metrics.ts';

const outcomeOf = (result: ProviderResult): ProviderOutcome =>
  result.kind === 'not_sent' ? (result.keptAwayBy ?? 'not_sent') : result.kind;

/** A provider whose calls are counted and timed. Around the guard, so that what it keeps away is counted as well. */
export class MeasuredProvider implements PaymentProvider, OnApplicationShutdown {
  readonly name: string;
  readonly keyWindowMs: number;
  readonly timeoutMs: number;

  constructor(
    private readonly provider: PaymentProvider,
    private readonly metrics: ProviderMetrics,
  ) {
    this.name = provider.name;
    this.keyWindowMs = provider.keyWindowMs;
    this.timeoutMs = provider.timeoutMs;
  }

  authorize(call: AuthorizeCall): Promise<ProviderResult> {
    return this.measure('authorize', () => this.provider.authorize(call));
  }

  capture(call: CaptureCall): Promise<ProviderResult> {
    return this.measure('capture', () => this.provider.capture(call));
  }

  refund(call: RefundCall): Promise<ProviderResult> {
    return this.measure('refund', () => this.provider.refund(call));
  }

  cancel(call: CancelCall): Promise<ProviderResult> {
    return this.measure('cancel', () => this.provider.cancel(call));
  }

  find(providerKey: string): Promise<FindResult> {
    return this.metrics.follow(
      'find',
      () => this.provider.find(providerKey),
      ({ kind }) => kind,
    );
  }

  close(): Promise<void> {
    return this.provider.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private measure(call: ProviderCallName, work: () => Promise<ProviderResult>): Promise<ProviderResult> {
    return this.metrics.follow(call, work, outcomeOf);
  }
}
