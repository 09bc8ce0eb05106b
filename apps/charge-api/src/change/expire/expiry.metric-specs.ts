import type { MetricSet } from '@once/observability';

/** Authorizations that should have been released. */
export const EXPIRY_METRICS = {
  charge_authorizations_overdue: {
    type: 'gauge',
    unit: 'charges',
    help: 'Authorizations whose time is over and that are not released yet.',
    source: 'rows',
    labels: {},
  },
  charge_authorizations_overdue_oldest_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'For how long the oldest of them should have been released; 0 when there is none.',
    source: 'rows',
    labels: {},
  },
} as const satisfies MetricSet;
