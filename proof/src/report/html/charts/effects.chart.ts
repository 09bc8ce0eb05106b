import type { RunRecord } from '../../../model/run-record.ts';
import type { Chart } from './chart.ts';
import { timeChart } from './time-chart.ts';

export const effectsChart = (record: RunRecord): Chart =>
  timeChart(record, {
    id: 'effects',
    title: 'Operations and their effects',
    note: 'Cumulative. Operations that moved money and ledger entries must end on one line: above it money was posted twice, below it money is missing. Where they part, the pipeline was behind and caught up.',
    unit: '',
    series: [
      { name: 'operations that moved money', slot: 1, isWide: true, valueOf: (sample) => sample.operationsDone },
      { name: 'ledger effects', slot: 2, valueOf: (sample) => sample.ledgerEffects },
      { name: 'acknowledged to clients', slot: 3, valueOf: (sample) => sample.operationsAcknowledged },
    ],
  });
