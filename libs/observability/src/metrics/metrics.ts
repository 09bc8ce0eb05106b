import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

interface MetricOptions<L extends string> {
  name: string;
  help: string;
  labelNames?: readonly L[];
}

export interface RowValue {
  labels?: Record<string, string>;
  value: number;
}

export interface RowMetricOptions {
  name: string;
  help: string;
  labelNames?: readonly string[];
  type: 'counter' | 'gauge';
  /** Reads the value from committed rows. Runs at each scrape. */
  read: () => Promise<RowValue[]>;
}

/** The process's one metrics registry. Counters of the process start at zero; row metrics survive a crash. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly scrapeFailures: Counter<'metric'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.scrapeFailures = this.counter({
      name: 'scrape_failures_total',
      help: 'Metrics that could not be read from the database at a scrape.',
      labelNames: ['metric'],
    });
  }

  counter<L extends string>(options: MetricOptions<L>): Counter<L> {
    return new Counter({ ...options, labelNames: [...(options.labelNames ?? [])], registers: [this.registry] });
  }

  gauge<L extends string>(
    options: MetricOptions<L> & { collect?: (gauge: Gauge<L>) => void | Promise<void> },
  ): Gauge<L> {
    const { collect, ...rest } = options;
    const gauge: Gauge<L> = new Gauge({
      ...rest,
      labelNames: [...(rest.labelNames ?? [])],
      registers: [this.registry],
      ...(collect ? { collect: () => collect(gauge) } : {}),
    });
    return gauge;
  }

  histogram<L extends string>(options: MetricOptions<L> & { buckets: number[] }): Histogram<L> {
    return new Histogram({ ...options, labelNames: [...(options.labelNames ?? [])], registers: [this.registry] });
  }

  /**
   * A metric whose value is read from committed rows at each scrape, so that a crash can't lose it.
   * When the read fails the metric is absent from that scrape and `scrape_failures_total` rises: a stale or a zero
   * value would look like the truth.
   */
  fromRows(options: RowMetricOptions): void {
    const base = { name: options.name, help: options.help, labelNames: [...(options.labelNames ?? [])] };
    const reread = async (): Promise<void> => {
      const values = await options.read().catch(() => undefined);
      if (!values) this.scrapeFailures.inc({ metric: options.name });
      // From here on without a pause: two scrapes at once would otherwise both reset and then both add.
      metric.reset();
      // prom-client exposes 0 for a metric without labels after a reset; `remove` leaves it absent.
      metric.remove({});
      for (const { labels, value } of values ?? []) metric.inc(labels ?? {}, value);
    };
    const settings = { ...base, registers: [this.registry], collect: reread };
    const metric: Counter | Gauge = options.type === 'counter' ? new Counter(settings) : new Gauge(settings);
  }
}
