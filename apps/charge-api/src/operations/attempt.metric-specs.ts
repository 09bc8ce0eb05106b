import type { MetricSet } from '@once/observability';

/** What clients say of their attempts. */
export const ATTEMPT_METRICS = {
  charge_attempts_total: {
    type: 'counter',
    unit: 'requests',
    help: 'Requests for an operation by the attempt number that the client states (Idempotency-Attempt).',
    source: 'process',
    labels: { attempt: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'over_10', 'unstated'] },
  },
} as const satisfies MetricSet;
