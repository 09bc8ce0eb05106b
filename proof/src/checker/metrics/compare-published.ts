import { shown, sumOf, type MetricName } from '../sources/metrics/metric-value.ts';
import type { World } from '../world.ts';
import type { Comparison } from './comparison.ts';

const METRIC: MetricName = { service: 'relay', name: 'relay_events_published_total' };

/** Every event is marked once, by one relay. */
export function comparePublished({ chargeDb, metrics, noCrashes, at }: World): Comparison[] {
  if (metrics === null) return [];
  const marked = chargeDb.outbox.filter(({ isPublished }) => isPublished).length;
  const isComplete = noCrashes && at === 'drained';
  const scraped = sumOf(metrics.before, METRIC);
  return [{ metric: shown(METRIC), scraped, atLeast: isComplete ? marked : 0, atMost: marked }];
}
