import type { MetricSet } from '@once/observability';

/** What the provider tells unasked. */
export const NOTICE_METRICS = {
  provider_notices_total: {
    type: 'counter',
    unit: 'notices',
    help: 'Notices of the provider by result. not_signed, stale and malformed were refused.',
    source: 'process',
    labels: {
      result: [
        'resolver_due',
        'resumer_due',
        'kept',
        'contradiction',
        'repeated',
        'unknown_key',
        'not_signed',
        'stale',
        'malformed',
      ],
    },
  },
} as const satisfies MetricSet;
