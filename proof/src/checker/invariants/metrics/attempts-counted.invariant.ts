import { compareAttempts } from '../../metrics/compare-attempts.ts';
import type { Invariant } from '../invariant.ts';
import { metricInvariant } from './metric-invariant.ts';

export const attemptsCounted: Invariant = metricInvariant(
  {
    name: 'attempts-counted',
    law: 'charge_attempts_total never shows more attempts than the clients made, and without a crash not fewer than were answered.',
  },
  compareAttempts,
);
