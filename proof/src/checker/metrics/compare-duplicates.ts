import { shown, sumOf, type MetricName } from '../sources/metrics/metric-value.ts';
import type { World } from '../world.ts';
import { exactly, type Comparison } from './comparison.ts';

const METRIC: MetricName = { service: 'ledger-consumer', name: 'inbox_duplicates_total' };

/**
 * Records that stand on the topic again, and were dropped. A record that is delivered a second time, after a crash or
 * when a partition changed hands, is dropped and counted too, and no store knows of it: so there is a truth to compare
 * with only where neither happened.
 */
export function compareDuplicates({ topic, ledgerDb, metrics, noCrashes, at }: World): Comparison[] {
  if (metrics === null || !noCrashes || at !== 'drained') return [];
  const repeats = topic.records.length - ledgerDb.inbox.length - ledgerDb.parked.length;
  return [exactly(shown(METRIC), sumOf(metrics.before, METRIC), repeats)];
}
