import type { MetricRecord } from '../model/run-record.ts';
import { grouped } from './show-numbers.ts';

/** A metric beside its truth, as the checker counts it. */
interface Comparison {
  readonly metric: string;
  readonly scraped: number;
  readonly atLeast: number;
  readonly atMost: number;
}

/** JSON has no infinity, so no upper bound becomes null here rather than by accident. */
export function metricRecordOf({ metric, scraped, atLeast, atMost }: Comparison): MetricRecord {
  return {
    name: metric,
    fromMetrics: scraped,
    fromTruth: { atLeast, atMost: Number.isFinite(atMost) ? atMost : null },
    rule: atLeast === atMost ? 'equal' : atLeast === 0 ? 'never_more' : 'within',
    ok: scraped >= atLeast && scraped <= atMost,
  };
}

/** `= 3`, `≤ 5`, `3 to 5`. */
export function truthText({ fromTruth: { atLeast, atMost }, rule }: MetricRecord): string {
  if (rule === 'equal') return `= ${grouped(atLeast)}`;
  if (atMost === null) return `≥ ${grouped(atLeast)}`;
  return rule === 'never_more' ? `≤ ${grouped(atMost)}` : `${grouped(atLeast)} to ${grouped(atMost)}`;
}
