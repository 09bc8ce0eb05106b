import type { RunRecord } from '../../../model/run-record.ts';
import type { Chart } from './chart.ts';
import { timeChart } from './time-chart.ts';

export const outboxPendingChart = (record: RunRecord): Chart =>
  timeChart(record, {
    id: 'outbox-pending',
    title: 'Outbox: events not published yet',
    note: 'Rises while the relay or the broker is away; has to come back to 0.',
    unit: 'events',
    series: [{ name: 'pending events', slot: 1, valueOf: (sample) => sample.outboxPending }],
  });

export const outboxLagChart = (record: RunRecord): Chart =>
  timeChart(record, {
    id: 'outbox-lag',
    title: 'Outbox: age of the oldest unpublished event',
    note: 'A slope of one second per second is an event that waits.',
    unit: 's',
    isWhole: false,
    series: [{ name: 'outbox lag', slot: 1, valueOf: (sample) => sample.outboxLagS }],
  });
