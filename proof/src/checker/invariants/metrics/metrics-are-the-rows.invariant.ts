import { compareRowMetrics } from '../../metrics/compare-row-metrics.ts';
import type { Invariant } from '../invariant.ts';
import { metricInvariant } from './metric-invariant.ts';

export const metricsAreTheRows: Invariant = metricInvariant(
  {
    name: 'metrics-are-the-rows',
    law: 'What the services show of committed rows (effects applied, charges by status, outbox pending, unsettled operations) is what is in the databases.',
  },
  compareRowMetrics,
);
