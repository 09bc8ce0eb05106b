import type { Call } from '../sources/history/call-log.ts';
import { shown, sumOrZero, type MetricName } from '../sources/metrics/metric-value.ts';
import type { World } from '../world.ts';
import type { Comparison } from './comparison.ts';
import { isCounted, mayHaveOneMore } from './seen-attempts.ts';

/** Attempts beyond this share one label. */
const MAX_LABELLED = 10;
const OVER = `over_${MAX_LABELLED}`;

const labelOf = (attempt: number): string => (attempt > MAX_LABELLED ? OVER : String(attempt));

const metricOf = (attempt: string): MetricName => ({
  service: 'charge-api',
  name: 'charge_attempts_total',
  labels: { attempt },
});

/** Labels of the requests that a call has sent for all we know, and of those that were surely counted. */
const sentBy = (call: Call): string[] => {
  const numbers = call.attempts.map(({ attempt }) => attempt);
  return [...numbers, ...(mayHaveOneMore(call) ? [Math.max(0, ...numbers) + 1] : [])].map(labelOf);
};

const countedOf = (call: Call): string[] => call.attempts.filter(isCounted).map(({ attempt }) => labelOf(attempt));

const tally = (labels: readonly string[]): Map<string, number> =>
  new Map([...Map.groupBy(labels, (label) => label)].map(([label, group]) => [label, group.length]));

/** `charge_attempts_total{attempt}` beside the attempts in the clients' log. */
export function compareAttempts({ history, metrics, noCrashes, at }: World): Comparison[] {
  if (metrics === null) return [];
  const sent = tally(history.calls.flatMap(sentBy));
  const counted = tally(history.calls.flatMap(countedOf));
  const isComplete = noCrashes && at === 'drained';
  const labels = [...Array.from({ length: MAX_LABELLED }, (_, index) => labelOf(index + 1)), OVER];
  return labels.map((label) => ({
    metric: shown(metricOf(label)),
    // Read before the history: what it counts has an entry by now, or its call is still open.
    scraped: sumOrZero(metrics.before, metricOf(label)),
    atLeast: isComplete ? (counted.get(label) ?? 0) : 0,
    atMost: sent.get(label) ?? 0,
  }));
}
