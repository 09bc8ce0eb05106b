import type { RunRecord } from '../../../model/run-record.ts';
import type { Chart } from './chart.ts';
import { timeChart } from './time-chart.ts';

export const inFlightChart = (record: RunRecord): Chart =>
  timeChart(record, {
    id: 'in-flight',
    title: 'Clients: calls in flight',
    note: 'Calls that have begun and not ended.',
    unit: 'calls',
    series: [{ name: 'calls in flight', slot: 1, valueOf: (sample) => sample.inFlight }],
  });
