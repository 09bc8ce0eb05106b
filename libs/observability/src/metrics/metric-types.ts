import type { METRICS } from './metric-registry.ts';
import type { LabelSpec, MetricSpec } from './metric-spec.ts';

type Registered = typeof METRICS;
export type MetricName = keyof Registered;

/** Names of one type of metric, of one source. */
type NamesOf<Wanted extends Partial<MetricSpec>> = {
  [N in MetricName]: Registered[N] extends Wanted ? N : never;
}[MetricName];

export type CounterName = NamesOf<{ type: 'counter'; source: 'process' }>;
export type GaugeName = NamesOf<{ type: 'gauge'; source: 'process' }>;
export type HistogramName = NamesOf<{ type: 'histogram' }>;
export type RowMetricName = NamesOf<{ source: 'rows' }>;

type ValueOf<L extends LabelSpec> = L extends readonly (infer V)[] ? V : string;

/** Labels of a metric with the values that they may have: another value does not compile. */
export type LabelsOf<N extends MetricName> = {
  -readonly [L in keyof Registered[N]['labels']]: Registered[N]['labels'][L] extends LabelSpec
    ? ValueOf<Registered[N]['labels'][L]>
    : never;
};

/** No labels: none to pass. */
type LabelArguments<N extends MetricName> = keyof Registered[N]['labels'] extends never ? [] : [labels: LabelsOf<N>];

export interface CounterMetric<N extends CounterName> {
  inc(...args: [...LabelArguments<N>, by?: number]): void;
}

export interface GaugeMetric<N extends GaugeName> {
  set(...args: [...LabelArguments<N>, value: number]): void;
  inc(...args: [...LabelArguments<N>, by?: number]): void;
  dec(...args: [...LabelArguments<N>, by?: number]): void;
  reset(): void;
}

export interface HistogramMetric<N extends HistogramName> {
  observe(...args: [...LabelArguments<N>, value: number]): void;
}

export type RowValue<N extends RowMetricName> = keyof Registered[N]['labels'] extends never
  ? { readonly value: number }
  : { readonly labels: LabelsOf<N>; readonly value: number };
