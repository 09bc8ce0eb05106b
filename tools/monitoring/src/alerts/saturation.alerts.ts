import type { AlertSpec } from '../rules/alert.ts';
import { MINUTE_S, rangeOf } from '../rules/time-scale.ts';

/** Causes, and never pages: users notice by a budget that burns, or not at all. */
export const SATURATION_ALERTS: readonly AlertSpec[] = [
  {
    name: 'PoolWaitLong',
    severity: 'ticket',
    area: 'saturation',
    summary: '{{ $labels.job }} waits {{ $value | humanizeDuration }} for a database connection (p99)',
    description: 'The pool is too small for what is under way, or statements take too long.',
    expr: (time) =>
      'histogram_quantile(0.99, sum by (job, le) ' +
      `(rate(database_pool_wait_seconds_bucket[${rangeOf(time, 5 * MINUTE_S)}]))) > 0.5`,
    holdS: 10 * MINUTE_S,
  },
  {
    name: 'EventLoopLate',
    severity: 'ticket',
    area: 'saturation',
    summary: 'The event loop of {{ $labels.instance }} is {{ $value | humanizeDuration }} late (p99)',
    description:
      'The process has more to do than a core can. Beyond 1 s on average charge-api sheds requests with 503.',
    expr: () => 'nodejs_eventloop_lag_p99_seconds > 0.5',
    holdS: 10 * MINUTE_S,
  },
  {
    name: 'TransactionOpenForLong',
    severity: 'ticket',
    area: 'saturation',
    summary: 'A transaction on the database of {{ $labels.job }} has been open for {{ $value | humanizeDuration }}',
    description: 'Vacuum removes nothing that is younger, so tables grow, and what it has locked stays locked.',
    expr: (time) => `max by (job) (database_oldest_transaction_seconds) > ${time.ageS(10 * MINUTE_S)}`,
    holdS: 5 * MINUTE_S,
    explainedBy: [{ alert: 'RelayShardsUnowned' }],
  },
];
