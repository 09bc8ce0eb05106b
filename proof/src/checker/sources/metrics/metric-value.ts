import { InconclusiveError } from '../../inconclusive.error.ts';
import type { Sample } from './parse-exposition.ts';
import type { Scrape, ServiceName } from './scrape.ts';

export interface MetricName {
  readonly service: ServiceName;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** All replicas count the same committed rows, so they are never added up: the largest is the latest look. */
export const maxOf = (scrape: Scrape, metric: MetricName): number => Math.max(...valuesOf(scrape, metric));

/** Each process counts what it did itself. */
export const sumOf = (scrape: Scrape, metric: MetricName): number =>
  valuesOf(scrape, metric).reduce((sum, value) => sum + value, 0);

/** As `sumOf`, for a label that appears with its first occurrence: where no process has it, nothing occurred. */
export const sumOrZero = (scrape: Scrape, metric: MetricName): number =>
  scrape[metric.service].reduce((sum, samples) => sum + (find(samples, metric) ?? 0), 0);

/** @throws InconclusiveError when a process does not show the metric: it failed to read it, or it was renamed */
const valuesOf = (scrape: Scrape, metric: MetricName): number[] =>
  scrape[metric.service].map((samples) => {
    const value = find(samples, metric);
    if (value === undefined || Number.isNaN(value)) {
      throw new InconclusiveError(`the metric ${metric.service} ${shown(metric)}`, 'it is absent from a scrape');
    }
    return value;
  });

const find = (samples: readonly Sample[], { name, labels = {} }: MetricName): number | undefined =>
  samples.find((sample) => sample.name === name && Object.entries(labels).every(([k, v]) => sample.labels[k] === v))
    ?.value;

/** As Prometheus writes it: `charges_total{status="captured"}`. */
export const shown = ({ name, labels = {} }: MetricName): string => {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join()}}`;
};
