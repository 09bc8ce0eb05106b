import { CHARGE_STATUSES } from '@once/contracts';
import type { MetricSet } from '@once/observability';

/** Charges, and what they owe the ledger. */
export const CHARGE_METRICS = {
  charges_total: {
    type: 'gauge',
    unit: 'charges',
    help: 'Charges by status.',
    source: 'rows',
    labels: {
      status: CHARGE_STATUSES,
    },
  },
  charge_effects_owed: {
    type: 'counter',
    unit: 'operations',
    help: 'Operations that moved money, each of which owes the ledger one entry: ledger_effects_applied must reach this.',
    source: 'rows',
    labels: {},
  },
} as const satisfies MetricSet;
