import type { MetricRecord, SuppressedRecord } from '../../../model/run-record.ts';
import { truthText } from '../../show-metric.ts';
import { grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { badge } from './badge.ts';
import { tableSection } from './table.ts';

export const metricsSection = (metrics: readonly MetricRecord[]): Html =>
  tableSection({
    id: 'metrics',
    title: 'Metrics beside the truth',
    note: 'What the services report on /metrics, and what the checker counted itself. Counters of a process may only miss what a crash took with it: never more than the truth.',
    columns: [
      { head: 'verdict' },
      { head: 'metric' },
      { head: 'from metrics', isNumber: true },
      { head: 'truth', isNumber: true },
    ],
    rows: metrics.map((metric) => [
      metric.ok ? badge('good', 'ok') : badge('bad', 'WRONG'),
      html`<code>${metric.name}</code>`,
      grouped(metric.fromMetrics),
      truthText(metric),
    ]),
    ifEmpty: 'No metric was compared.',
  });

export const suppressedSection = (suppressed: readonly SuppressedRecord[]): Html =>
  tableSection({
    id: 'suppressed',
    title: 'Duplicates suppressed',
    columns: [{ head: 'layer' }, { head: 'times', isNumber: true }, { head: 'how' }],
    rows: suppressed.map(({ layer, count, how }) => [layer, grouped(count), how]),
  });
