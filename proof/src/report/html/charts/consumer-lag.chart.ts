import type { RunRecord } from '../../../model/run-record.ts';
import type { Chart } from './chart.ts';
import { timeChart } from './time-chart.ts';

export const consumerLagChart = (record: RunRecord): Chart =>
  timeChart(record, {
    id: 'consumer-lag',
    title: 'Ledger consumers: records behind the topic',
    note: 'End of the topic minus committed offsets, all partitions. Gaps are times at which the broker could not be asked.',
    unit: 'records',
    series: [{ name: 'consumer lag', slot: 1, valueOf: (sample) => sample.consumerLagRecords }],
  });
