import type { MetricSet } from '@once/observability';

/** What is let in and what is turned away. */
export const ADMISSION_METRICS = {
  requests_shed_total: {
    type: 'counter',
    unit: 'requests',
    help: 'Requests refused before anything of them was done: at_limit and event_loop_late with 503, rate_limited with 429.',
    source: 'process',
    labels: { reason: ['at_limit', 'event_loop_late', 'rate_limited'] },
  },
  admission_requests: {
    type: 'gauge',
    unit: 'requests',
    help: 'Requests that are worked on, and that wait for a turn.',
    source: 'process',
    labels: { state: ['running', 'queued'] },
  },
} as const satisfies MetricSet;
