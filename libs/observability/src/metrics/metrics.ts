import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { labelCombinations } from './label-combinations.ts';
import { METRICS } from './metric-registry.ts';
import { helpOf, type MetricSpec } from './metric-spec.ts';
import type {
  CounterMetric,
  CounterName,
  GaugeMetric,
  GaugeName,
  HistogramMetric,
  HistogramName,
  MetricName,
  RowMetricName,
  RowValue,
} from './metric-types.ts';
import { RowReader } from './row-reader.ts';

/** The process's one set of metrics, each of them named in the registry. Row metrics survive a crash, the others don't. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly scrapeFailures: CounterMetric<'scrape_failures_total'>;
  /** Reads wait for each other, so that a scrape never holds more than one connection of the pool. */
  private lastRead: Promise<unknown> = Promise.resolve();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.scrapeFailures = this.counter('scrape_failures_total');
  }

  /** Its known label values are there from the start, so that a first occurrence is a step from 0 and no new series. */
  counter<N extends CounterName>(name: N): CounterMetric<N> {
    const counter = new Counter(this.settings(name));
    for (const labels of labelCombinations(METRICS[name])) counter.inc(labels, 0);
    return counter as unknown as CounterMetric<N>;
  }

  /** `collect` runs at each scrape, before the value is read. */
  gauge<N extends GaugeName>(name: N, collect?: (gauge: GaugeMetric<N>) => void): GaugeMetric<N> {
    const gauge: Gauge = new Gauge({
      ...this.settings(name),
      ...(collect ? { collect: () => collect(gauge as unknown as GaugeMetric<N>) } : {}),
    });
    for (const labels of labelCombinations(METRICS[name])) gauge.set(labels, 0);
    return gauge as unknown as GaugeMetric<N>;
  }

  histogram<N extends HistogramName>(name: N): HistogramMetric<N> {
    const histogram = new Histogram({ ...this.settings(name), buckets: [...METRICS[name].buckets] });
    for (const labels of labelCombinations(METRICS[name])) histogram.zero(labels);
    return histogram as unknown as HistogramMetric<N>;
  }

  /**
   * A metric whose value is read from committed rows at each scrape, so that a crash can't lose it.
   * When the read fails the metric is absent from that scrape and `scrape_failures_total` rises: a stale or a zero
   * value would look like the truth.
   */
  fromRows<N extends RowMetricName>(name: N, read: () => Promise<RowValue<N>[]>): void {
    const reader = new RowReader(() => this.inTurn(read));
    const reread = async (): Promise<void> => {
      const values = await reader.value().catch(() => undefined);
      if (!values) this.scrapeFailures.inc({ metric: name });
      // From here on without a pause: two scrapes at once would otherwise both reset and then both add.
      metric.reset();
      // prom-client exposes 0 for a metric without labels after a reset; `remove` leaves it absent.
      metric.remove({});
      for (const row of values ?? []) metric.inc('labels' in row ? row.labels : {}, row.value);
    };
    const settings = { ...this.settings(name), collect: reread };
    const metric: Counter | Gauge = METRICS[name].type === 'counter' ? new Counter(settings) : new Gauge(settings);
  }

  private inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.lastRead.then(read);
    this.lastRead = turn.catch(() => undefined);
    return turn;
  }

  private settings(name: MetricName) {
    const spec: MetricSpec = METRICS[name];
    return { name, help: helpOf(spec), labelNames: Object.keys(spec.labels), registers: [this.registry] };
  }
}
