import type { LabelSpec, MetricSet, MetricSpec } from './metric-spec.ts';

/** Names of one type of metric, of one source. */
type NamesOf<S extends MetricSet, Wanted extends Partial<MetricSpec>> = {
  [N in keyof S & string]: S[N] extends Wanted ? N : never;
}[keyof S & string];

export type CounterName<S extends MetricSet> = NamesOf<S, { type: 'counter'; source: 'process' }>;
export type GaugeName<S extends MetricSet> = NamesOf<S, { type: 'gauge'; source: 'process' }>;
export type HistogramName<S extends MetricSet> = NamesOf<S, { type: 'histogram' }>;
export type RowMetricName<S extends MetricSet> = NamesOf<S, { source: 'rows' }>;

type ValueOf<L extends LabelSpec> = L extends readonly (infer V)[] ? V : string;

/** Labels of a metric with the values that they may have: another value does not compile. */
export type LabelsOf<M extends MetricSpec> = {
  -readonly [L in keyof M['labels']]: M['labels'][L] extends LabelSpec ? ValueOf<M['labels'][L]> : never;
};

/** No labels: none to pass. */
type LabelArguments<M extends MetricSpec> = keyof M['labels'] extends never ? [] : [labels: LabelsOf<M>];

export interface CounterMetric<M extends MetricSpec> {
  inc(...args: [...LabelArguments<M>, by?: number]): void;
}

export interface GaugeMetric<M extends MetricSpec> {
  set(...args: [...LabelArguments<M>, value: number]): void;
  inc(...args: [...LabelArguments<M>, by?: number]): void;
  dec(...args: [...LabelArguments<M>, by?: number]): void;
  reset(): void;
}

export interface HistogramMetric<M extends MetricSpec> {
  observe(...args: [...LabelArguments<M>, value: number]): void;
}

export type RowValue<M extends MetricSpec> = keyof M['labels'] extends never
  ? { readonly value: number }
  : { readonly labels: LabelsOf<M>; readonly value: number };
