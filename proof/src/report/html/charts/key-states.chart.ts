import type { RunRecord } from '../../../model/run-record.ts';
import { grouped } from '../../show-numbers.ts';
import type { Chart } from './chart.ts';
import { timeChart } from './time-chart.ts';

/** Completed and failed keys only ever rise and would flatten the rest; the last sample of each is in the note. */
export function keyStatesChart(record: RunRecord): Chart {
  const last = record.samples.findLast(({ keysCompleted }) => keysCompleted !== null);
  const ended =
    last === undefined
      ? ''
      : ` At the end ${grouped(last.keysCompleted ?? 0)} COMPLETED and ${grouped(last.keysFailed ?? 0)} FAILED.`;
  return timeChart(record, {
    id: 'key-states',
    title: 'Keys and operations without an end',
    note: `Claims that are owned, claims that wait for their client, and operations whose outcome at the provider is open.${ended}`,
    unit: '',
    series: [
      { name: 'keys PROCESSING', slot: 1, valueOf: (sample) => sample.keysProcessing },
      { name: 'keys RECEIVED', slot: 2, valueOf: (sample) => sample.keysReceived },
      { name: 'operations unknown or in review', slot: 3, valueOf: (sample) => sample.unsettled },
    ],
  });
}
