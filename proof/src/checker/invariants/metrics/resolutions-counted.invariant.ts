import { compareResolutions } from '../../metrics/compare-resolutions.ts';
import type { Invariant } from '../invariant.ts';
import { metricInvariant } from './metric-invariant.ts';

export const resolutionsCounted: Invariant = metricInvariant(
  {
    name: 'resolutions-counted',
    law: 'idempotency_resolutions_total never shows more executions, replays, 409s, 202s or 422s than clients can have received, and without a crash not fewer than they did.',
  },
  compareResolutions,
);
