import { maxOf, shown } from '../sources/metrics/metric-value.ts';
import type { World } from '../world.ts';
import { exactly, type Comparison } from './comparison.ts';
import { rowMetrics } from './row-metrics.ts';

/** At rest every scrape is the truth; while a run goes on, the truth of what only rises lies between two scrapes. */
export function compareRowMetrics(world: World): Comparison[] {
  const { metrics, at } = world;
  if (metrics === null) return [];
  const isRunning = at === 'always';
  return rowMetrics(world)
    .filter(({ onlyRises }) => onlyRises || !isRunning)
    .map((metric) => {
      const truth = metric.truth(world);
      const before = maxOf(metrics.before, metric);
      const after = maxOf(metrics.after, metric);
      const isBeforeRight = isRunning ? before <= truth : before === truth;
      const isAfterRight = isRunning ? after >= truth : after === truth;
      return exactly(shown(metric), !isBeforeRight ? before : isAfterRight ? truth : after, truth);
    });
}
