import { comparePublished } from '../../metrics/compare-published.ts';
import type { Invariant } from '../invariant.ts';
import { metricInvariant } from './metric-invariant.ts';

export const publishedCounted: Invariant = metricInvariant(
  {
    name: 'published-counted',
    law: 'relay_events_published_total never shows more events than are marked as published, and without a crash not fewer.',
  },
  comparePublished,
);
