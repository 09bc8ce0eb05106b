import type { MetricRecord, RunRecord, SuppressedRecord } from '../../model/run-record.ts';
import { truthText } from '../show-metric.ts';
import { grouped } from '../show-numbers.ts';
import type { MarkedRow, Section } from './section.ts';

export const metricsSection = (metrics: readonly MetricRecord[]): Section => ({
  title: 'METRICS vs TRUTH',
  right: [1],
  rows: metrics.map((metric) => ({
    ...(metric.ok ? { mark: 'ok', style: 'green' as const } : { mark: 'BROKEN', style: 'red' as const }),
    cells: [metric.name, grouped(metric.fromMetrics), truthText(metric)],
  })),
});

export const suppressedSection = (suppressed: readonly SuppressedRecord[]): Section => ({
  title: 'DUPLICATES SUPPRESSED',
  right: [1],
  rows: suppressed.map(({ layer, count, how }) => ({ mark: '', style: 'dim', cells: [layer, grouped(count), how] })),
});

export function retriesSection(workload: RunRecord['workload']): Section {
  if (workload === null) return { title: 'RETRIES', rows: [] };
  const { retries, jitterTest, peakPer100Ms, peakLimit, herd } = workload.retry;
  const failed = herd === null ? '' : ` for ${grouped(herd.clients)} clients that failed together`;
  const limit = peakLimit === null ? '' : `, limit ${grouped(peakLimit)}${failed}`;
  const isWithin = peakLimit === null || peakPer100Ms <= peakLimit;
  const rows: MarkedRow[] = [
    {
      ...(isWithin ? { mark: 'ok', style: 'green' } : { mark: 'BROKEN', style: 'red' }),
      cells: ['peak within 100 ms', `${grouped(peakPer100Ms)}${limit} (${grouped(retries)} retries)`],
    },
  ];
  if (jitterTest !== null) {
    const { n, distance, criticalDistance, alpha, isUniform } = jitterTest;
    const found = `D = ${distance.toFixed(4)}, rejected from ${criticalDistance.toFixed(4)} (n = ${grouped(n)}, α = ${alpha.toExponential()})`;
    rows.push({
      ...(isUniform ? { mark: 'ok', style: 'green' } : { mark: 'BROKEN', style: 'red' }),
      cells: ['full jitter, by Kolmogorov–Smirnov', found],
    });
  }
  return { title: 'RETRIES', rows };
}
