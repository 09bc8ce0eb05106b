import type { MetricSet } from '@once/observability';
import { PARK_REASONS } from '../park-record/park-reason.ts';

/** What the ledger holds. */
export const LEDGER_METRICS = {
  ledger_effects_applied: {
    type: 'counter',
    unit: 'entries',
    help: 'Journal entries in the ledger: one per capture or refund that was applied.',
    source: 'rows',
    labels: {},
  },
  ledger_unbalanced_entries: {
    type: 'gauge',
    unit: 'entries',
    help: 'Entries of the last five minutes whose postings do not add up to zero. Anything but 0 is an emergency.',
    source: 'rows',
    labels: {},
  },
  ledger_records_parked_total: {
    type: 'counter',
    unit: 'records',
    help: 'Records set aside, by reason.',
    source: 'rows',
    labels: { reason: PARK_REASONS },
  },
} as const satisfies MetricSet;
