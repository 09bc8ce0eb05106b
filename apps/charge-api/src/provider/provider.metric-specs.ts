import type { MetricSet } from '@once/observability';

/** From a healthy round trip to the 30 s after which a call counts as unanswered, seconds. */
const CALL_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The provider as this process sees it. */
export const PROVIDER_METRICS = {
  provider_calls_total: {
    type: 'counter',
    unit: 'calls',
    help: 'Calls to the provider by what is known of them. breaker_open and bulkhead_full were never sent.',
    source: 'process',
    labels: {
      call: ['authorize', 'capture', 'refund', 'cancel', 'find'],
      outcome: [
        'succeeded',
        'declined',
        'unknown',
        'not_sent',
        'absent',
        'inconclusive',
        'breaker_open',
        'bulkhead_full',
      ],
    },
  },
  provider_call_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    help: 'Time that a call to the provider took, answered or not. Calls that were kept away are not in it.',
    source: 'process',
    labels: { call: ['authorize', 'capture', 'refund', 'cancel', 'find'] },
    buckets: CALL_BUCKETS_S,
  },
  provider_calls_in_flight: {
    type: 'gauge',
    unit: 'calls',
    help: 'Calls to the provider that are under way.',
    source: 'process',
    labels: {},
  },
  provider_breaker_state: {
    type: 'gauge',
    unit: '1 or 0',
    help: 'The circuit breaker before the provider: 1 for the state that it is in. Open keeps calls away.',
    source: 'process',
    labels: { state: ['closed', 'open', 'half_open'] },
  },
  provider_account_faults_total: {
    type: 'counter',
    unit: 'faults',
    help: 'Signs that money could go to the wrong provider account: the provider is another one (identity), an operation of another account was left as it is (operation_kept), an operation is not sent because it may have been sent before the database was replaced, where nobody here can ask (operation_withheld), an answer of another account was not believed (foreign_answer).',
    source: 'process',
    labels: { fault: ['identity', 'operation_kept', 'operation_withheld', 'foreign_answer'] },
  },
  provider_success_differs_total: {
    type: 'counter',
    unit: 'differences',
    help: 'Points in which a success of the provider was not what was asked for. Each leaves an operation in needs_review.',
    source: 'process',
    labels: { what: ['amount', 'currency', 'key', 'payment'] },
  },
} as const satisfies MetricSet;
