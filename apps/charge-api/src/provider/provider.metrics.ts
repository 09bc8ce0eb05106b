import type { LabelsOf, Metrics } from '@once/observability';
import type { BreakerState } from './guarded.provider.ts';
import { PROVIDER_METRICS } from './provider.metric-specs.ts';

export type ProviderCallName = LabelsOf<(typeof PROVIDER_METRICS)['provider_call_duration_seconds']>['call'];
export type ProviderOutcome = LabelsOf<(typeof PROVIDER_METRICS)['provider_calls_total']>['outcome'];

const STATES = ['closed', 'open', 'half_open'] as const satisfies readonly BreakerState[];

/** Refused before anything was sent, in no time: neither belongs among the durations of calls. */
const KEPT_AWAY: ReadonlySet<ProviderOutcome> = new Set(['breaker_open', 'bulkhead_full']);

/** What this process sees of the provider. */
export class ProviderMetrics {
  private readonly calls;
  private readonly durations;
  private readonly inFlight;

  constructor(metrics: Metrics, breakerState: () => BreakerState) {
    const own = metrics.of(PROVIDER_METRICS);
    this.calls = own.counter('provider_calls_total');
    this.durations = own.histogram('provider_call_duration_seconds');
    this.inFlight = own.gauge('provider_calls_in_flight');
    own.gauge('provider_breaker_state', (gauge) => {
      for (const state of STATES) gauge.set({ state }, state === breakerState() ? 1 : 0);
    });
  }

  /** Follows one call from its start to what is known of it. */
  async follow<R>(
    call: ProviderCallName,
    work: () => Promise<R>,
    outcomeOf: (result: R) => ProviderOutcome,
  ): Promise<R> {
    const startedAt = performance.now();
    this.inFlight.inc();
    try {
      const result = await work();
      const outcome = outcomeOf(result);
      this.calls.inc({ call, outcome });
      if (!KEPT_AWAY.has(outcome)) this.durations.observe({ call }, (performance.now() - startedAt) / 1_000);
      return result;
    } finally {
      this.inFlight.dec();
    }
  }
}
