import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { labelCombinations } from './label-combinations.ts';
import { helpOf, type MetricSet, type MetricSpec } from './metric-spec.ts';
import type {
  CounterMetric,
  CounterName,
  GaugeMetric,
  GaugeName,
  HistogramMetric,
  HistogramName,
  RowMetricName,
  RowValue,
} from './metric-types.ts';
import { RowReader } from './row-reader.ts';
import { SERVICE_METRICS } from './service-metrics.ts';

/** The process's one set of metrics, each as its owner specified it. Row metrics survive a crash, the others don't. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly scrapeFailures: CounterMetric<(typeof SERVICE_METRICS)['scrape_failures_total']>;
  /** Reads wait for each other, so that a scrape never holds more than one connection of the pool. */
  private lastRead: Promise<unknown> = Promise.resolve();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.scrapeFailures = this.of(SERVICE_METRICS).counter('scrape_failures_total');
  }

  /** The metrics of one owner, to be made by name. */
  of<S extends MetricSet>(specs: S): OwnedMetrics<S> {
    return new OwnedMetrics(specs, {
      registry: this.registry,
      inTurn: (read) => this.inTurn(read),
      onFailure: (metric) => this.scrapeFailures.inc({ metric }),
    });
  }

  private inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.lastRead.then(read);
    this.lastRead = turn.catch(() => undefined);
    return turn;
  }
}

interface Scrapes {
  registry: Registry;
  inTurn: <T>(read: () => Promise<T>) => Promise<T>;
  onFailure: (metric: string) => void;
}

/** The metrics of one owner: a name, a label or a value that it did not specify does not compile. */
class OwnedMetrics<S extends MetricSet> {
  private readonly specs: S;
  private readonly scrapes: Scrapes;

  constructor(specs: S, scrapes: Scrapes) {
    this.specs = specs;
    this.scrapes = scrapes;
  }

  /** Its known label values are there from the start, so that a first occurrence is a step from 0 and no new series. */
  counter<N extends CounterName<S>>(name: N): CounterMetric<S[N]> {
    const counter = new Counter(this.settings(name));
    for (const labels of labelCombinations(this.specOf(name))) counter.inc(labels, 0);
    return counter as unknown as CounterMetric<S[N]>;
  }

  /** `collect` runs at each scrape, before the value is read. */
  gauge<N extends GaugeName<S>>(name: N, collect?: (gauge: GaugeMetric<S[N]>) => void): GaugeMetric<S[N]> {
    const gauge: Gauge = new Gauge({
      ...this.settings(name),
      ...(collect ? { collect: () => collect(gauge as unknown as GaugeMetric<S[N]>) } : {}),
    });
    for (const labels of labelCombinations(this.specOf(name))) gauge.set(labels, 0);
    return gauge as unknown as GaugeMetric<S[N]>;
  }

  histogram<N extends HistogramName<S>>(name: N): HistogramMetric<S[N]> {
    const spec = this.specOf(name);
    const histogram = new Histogram({
      ...this.settings(name),
      ...(spec.type === 'histogram' ? { buckets: [...spec.buckets] } : {}),
    });
    for (const labels of labelCombinations(spec)) histogram.zero(labels);
    return histogram as unknown as HistogramMetric<S[N]>;
  }

  /**
   * A metric whose value is read from committed rows at each scrape, so that a crash can't lose it.
   * When the read fails the metric is absent from that scrape and `scrape_failures_total` rises: a stale or a zero
   * value would look like the truth.
   */
  fromRows<N extends RowMetricName<S>>(name: N, read: () => Promise<RowValue<S[N]>[]>): void {
    const { inTurn, onFailure } = this.scrapes;
    const reader = new RowReader(() => inTurn(read));
    const reread = async (): Promise<void> => {
      const values = await reader.value().catch(() => undefined);
      if (!values) onFailure(name);
      // From here on without a pause: two scrapes at once would otherwise both reset and then both add.
      metric.reset();
      // prom-client exposes 0 for a metric without labels after a reset; `remove` leaves it absent.
      metric.remove({});
      for (const row of values ?? []) metric.inc('labels' in row ? row.labels : {}, row.value);
    };
    const settings = { ...this.settings(name), collect: reread };
    const metric: Counter | Gauge = this.specOf(name).type === 'counter' ? new Counter(settings) : new Gauge(settings);
  }

  private specOf(name: keyof S & string): MetricSpec {
    const spec = this.specs[name];
    if (!spec) throw new Error(`${name} is not specified`);
    return spec;
  }

  private settings(name: keyof S & string) {
    const spec = this.specOf(name);
    return { name, help: helpOf(spec), labelNames: Object.keys(spec.labels), registers: [this.scrapes.registry] };
  }
}
