import type { MetricSet } from '@once/observability';

/** Operations without a caller or without an outcome. */
export const SWEEP_METRICS = {
  operations_taken_up_total: {
    type: 'counter',
    unit: 'operations',
    help: 'Operations taken up without a caller, by the sweep that did (resumer, resolver, abandonment) and outcome.',
    source: 'process',
    labels: {
      sweep: ['resumer', 'resolver', 'abandonment'],
      outcome: ['completed', 'unsettled', 'fenced', 'failed'],
    },
  },
  operations_unsettled: {
    type: 'gauge',
    unit: 'operations',
    help: 'Operations without an outcome, by state: unknown is being found out, needs_review waits for a person.',
    source: 'rows',
    labels: { state: ['unknown', 'needs_review'] },
  },
  operations_unsettled_oldest_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'Age of the oldest operation without an outcome, by state; 0 when there is none.',
    source: 'rows',
    labels: { state: ['unknown', 'needs_review'] },
  },
  provider_contradictions_total: {
    type: 'counter',
    unit: 'words',
    help: 'Words of the provider, mostly late, that contradict how an operation ended. Kept as evidence; moves nothing.',
    source: 'rows',
    labels: {},
  },
} as const satisfies MetricSet;
