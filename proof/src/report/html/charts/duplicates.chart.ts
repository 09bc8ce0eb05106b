import type { RunRecord } from '../../../model/run-record.ts';
import type { Chart } from './chart.ts';
import { timeChart, type TimeSeries } from './time-chart.ts';

/** As many as there are looks of a line; layers beyond it are in the table of suppressed duplicates. */
const SLOTS = [1, 2, 3, 4, 5, 6] as const;

export function duplicatesChart(record: RunRecord): Chart {
  const layers = [...new Set(record.samples.flatMap(({ duplicates }) => Object.keys(duplicates)))];
  const series = SLOTS.flatMap((slot, index): TimeSeries[] => {
    const name = layers[index];
    return name === undefined ? [] : [{ name, slot, valueOf: ({ duplicates }) => duplicates[name] ?? null }];
  });
  return timeChart(record, {
    id: 'duplicates',
    title: 'Duplicates suppressed, by layer',
    note: 'Cumulative. Every one of them would have been a second effect, or the way to one. Counters of a process begin again at 0 when it is killed.',
    unit: '',
    series,
  });
}
