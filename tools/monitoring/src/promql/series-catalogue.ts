/** What a label can be: a closed set, or null where something else bounds it. */
export type LabelValues = ReadonlySet<string> | null;

export interface SeriesSpec {
  readonly labels: ReadonlyMap<string, LabelValues>;
  /** Every replica reports the same rows: adding them up would count them twice. */
  readonly isFromRows: boolean;
}

/** Every series that a query may name. */
export type SeriesCatalogue = ReadonlyMap<string, SeriesSpec>;

/** A metric as the registry of the services has it. */
export interface RegisteredMetric {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly source: 'rows' | 'process';
  readonly labels: Readonly<Record<string, readonly string[] | string>>;
  readonly buckets?: readonly number[];
}

/** Prometheus gives each series where it was scraped. */
const TARGET_LABELS: readonly (readonly [string, LabelValues])[] = [
  ['job', new Set(['charge-api', 'relay', 'ledger-consumer'])],
  ['instance', null],
];

export const seriesSpec = (labels: readonly (readonly [string, LabelValues])[], isFromRows = false): SeriesSpec => ({
  labels: new Map([...TARGET_LABELS, ...labels]),
  isFromRows,
});

/** The series of a metric, by name: a histogram has three. */
export function seriesOf(name: string, metric: RegisteredMetric): [string, SeriesSpec][] {
  const isFromRows = metric.source === 'rows';
  const labels = Object.entries(metric.labels).map(([label, values]): [string, LabelValues] => [
    label,
    typeof values === 'string' ? null : new Set(values),
  ]);
  if (metric.type !== 'histogram') return [[name, seriesSpec(labels, isFromRows)]];
  const bounds = new Set([...(metric.buckets ?? []).map(String), '+Inf']);
  return [
    [`${name}_bucket`, seriesSpec([...labels, ['le', bounds]], isFromRows)],
    [`${name}_sum`, seriesSpec(labels, isFromRows)],
    [`${name}_count`, seriesSpec(labels, isFromRows)],
  ];
}
