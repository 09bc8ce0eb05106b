/** The values that a label can have, or, where they are not known here, what bounds them. */
export type LabelSpec = readonly string[] | string;

interface CommonSpec {
  /** What one is one of; times are in seconds. */
  readonly unit: string;
  readonly help: string;
  /**
   * `rows`: read from committed rows at a scrape, so that a crash can't lose it. `process`: kept by the process since
   * its start, so that after a crash it can only have counted too little.
   */
  readonly source: 'rows' | 'process';
  readonly labels: Readonly<Record<string, LabelSpec>>;
}

interface ScalarSpec extends CommonSpec {
  readonly type: 'counter' | 'gauge';
}

interface HistogramSpec extends CommonSpec {
  readonly type: 'histogram';
  /** Upper bounds, ascending. */
  readonly buckets: readonly number[];
}

export type MetricSpec = ScalarSpec | HistogramSpec;

/**
 * What one owner exposes, by name. Labels have a closed set of values, or a sentence that says what bounds them: never a
 * key, a tenant or a charge.
 */
export type MetricSet = Readonly<Record<string, MetricSpec>>;

/** The help of a metric as it is exposed: who reads only /metrics must not add up what replicas report alike. */
export const helpOf = ({ help, source }: MetricSpec): string =>
  source === 'rows' ? `${help} Every replica reports the same rows: aggregate with max.` : help;
