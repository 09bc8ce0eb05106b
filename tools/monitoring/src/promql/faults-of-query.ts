import { PromqlError, readPromql, type MatchedLabel, type Selected } from './read-promql.ts';
import type { SeriesCatalogue, SeriesSpec } from './series-catalogue.ts';

/** Aggregations that are the same however many replicas report a row. */
const SAFE_FOR_ROWS = ['max', 'min', 'topk', 'bottomk'];

/** What is wrong with a query: series, labels and values that do not exist, and rows that would be counted twice. */
export function faultsOfQuery(promql: string, catalogue: SeriesCatalogue): string[] {
  try {
    const { selected, grouped } = readPromql(promql);
    const known = new Set(selected.flatMap(({ metric }) => [...(catalogue.get(metric)?.labels.keys() ?? [])]));
    const strange = grouped.filter((label) => !known.has(label)).map((label) => `no series here has ${label}`);
    return [...selected.flatMap((selector) => faultsOfSelector(selector, catalogue.get(selector.metric))), ...strange];
  } catch (error) {
    if (error instanceof PromqlError) return [error.message];
    throw error;
  }
}

function faultsOfSelector({ metric, labels, aggregatedBy }: Selected, spec: SeriesSpec | undefined): string[] {
  if (!spec) return [`there is no ${metric}`];
  const twice = spec.isFromRows && !SAFE_FOR_ROWS.includes(aggregatedBy ?? '');
  return [
    ...labels.flatMap((label) => faultsOfMatcher(metric, label, spec)),
    ...(twice ? [`${metric} is from rows: max, not ${aggregatedBy ?? 'every replica'}`] : []),
  ];
}

function faultsOfMatcher(metric: string, { name, operator, value }: MatchedLabel, { labels }: SeriesSpec): string[] {
  const values = labels.get(name);
  if (values === undefined) return [`${metric} has no label ${name}`];
  if (values === null) return [];
  const isRegex = operator.endsWith('~');
  const matches = [...values].some((one) => (isRegex ? new RegExp(`^(?:${value})$`).test(one) : one === value));
  return matches ? [] : [`${name} of ${metric} is never ${value}`];
}
