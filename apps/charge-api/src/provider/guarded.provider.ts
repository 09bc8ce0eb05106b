import type { OnApplicationShutdown } from '@nestjs/common';
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  handleWhenResult,
  SamplingBreaker,
  wrap,
} from 'cockatiel';
import type {
  AuthorizeCall,
  CancelCall,
  CaptureCall,
  FindResult,
  Identification,
  KeptAwayBy,
  PaymentLookup,
  PaymentProvider,
  ProviderQuery,
  ProviderResult,
  RefundCall,
} from './payment-provider.ts';

/** Half of the calls of ten seconds, at five a second or more: a provider in trouble, not a single unlucky call. */
const BREAKER = { threshold: 0.5, duration: 10_000, minimumRps: 5 };
/** As metrics and people call it; open keeps calls away, half open lets one through to look. */
export type BreakerState = 'closed' | 'open' | 'half_open';

const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  // Only code of ours could isolate it, and none does.
  [CircuitState.Isolated]: 'open',
} as const satisfies Record<CircuitState, BreakerState>;

/** How long the breaker keeps calls away before it lets one through to look. */
const HALF_OPEN_AFTER_MS = 5_000;

const isTrouble = (result: unknown): boolean => {
  const { kind } = result as ProviderResult;
  return kind === 'unknown' || kind === 'not_sent';
};

const keptAway = (keptAwayBy: KeptAwayBy, detail: string): ProviderResult => ({ kind: 'not_sent', detail, keptAwayBy });

/**
 * A provider behind a circuit breaker and a bulkhead. Both refuse before anything is sent, so their refusal is
 * `not_sent`, which is safe; what fails after the send stays `unknown`, whatever the breaker thinks of it.
 */
export class GuardedProvider implements PaymentProvider, OnApplicationShutdown {
  readonly name: string;
  readonly timeoutMs: number;
  private readonly breaker;
  private readonly policy;

  constructor(
    private readonly provider: PaymentProvider,
    maxConcurrent: number,
  ) {
    this.name = provider.name;
    this.timeoutMs = provider.timeoutMs;
    this.breaker = circuitBreaker(handleWhenResult(isTrouble), {
      halfOpenAfter: HALF_OPEN_AFTER_MS,
      breaker: new SamplingBreaker(BREAKER),
    });
    this.policy = wrap(bulkhead(maxConcurrent, 0), this.breaker);
  }

  get breakerState(): BreakerState {
    return STATES[this.breaker.state];
  }

  authorize(call: AuthorizeCall): Promise<ProviderResult> {
    return this.guard(() => this.provider.authorize(call));
  }

  capture(call: CaptureCall): Promise<ProviderResult> {
    return this.guard(() => this.provider.capture(call));
  }

  refund(call: RefundCall): Promise<ProviderResult> {
    return this.guard(() => this.provider.refund(call));
  }

  cancel(call: CancelCall): Promise<ProviderResult> {
    return this.guard(() => this.provider.cancel(call));
  }

  /** Asking moves no money and is what gets us out of trouble, so the breaker does not stand in its way. */
  find(query: ProviderQuery): Promise<FindResult> {
    return this.provider.find(query);
  }

  identify(): Promise<Identification> {
    return this.provider.identify();
  }

  lookUpPayment(query: { account: string; paymentId: string }): Promise<PaymentLookup> {
    return this.provider.lookUpPayment(query);
  }

  close(): Promise<void> {
    return this.provider.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private async guard(call: () => Promise<ProviderResult>): Promise<ProviderResult> {
    try {
      return await this.policy.execute(call);
    } catch (error) {
      if (error instanceof BrokenCircuitError) return keptAway('breaker_open', 'the circuit breaker is open');
      if (error instanceof BulkheadRejectedError) return keptAway('bulkhead_full', 'too many calls are under way');
      throw error;
    }
  }
}
