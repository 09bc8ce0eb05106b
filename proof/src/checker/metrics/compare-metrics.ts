import type { World } from '../world.ts';
import { compareAttempts } from './compare-attempts.ts';
import { compareDuplicates } from './compare-duplicates.ts';
import { comparePublished } from './compare-published.ts';
import { compareResolutions } from './compare-resolutions.ts';
import { compareRowMetrics } from './compare-row-metrics.ts';
import type { Comparison } from './comparison.ts';

/** Every metric that has a truth outside of the services, beside it: the table of the report. */
export const compareMetrics = (world: World): Comparison[] => [
  ...compareRowMetrics(world),
  ...compareAttempts(world),
  ...compareResolutions(world),
  ...comparePublished(world),
  ...compareDuplicates(world),
];
