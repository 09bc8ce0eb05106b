import type { RunRecord } from '../../../model/run-record.ts';
import type { Chart } from './chart.ts';
import { inFlightChart } from './in-flight.chart.ts';
import { consumerLagChart } from './consumer-lag.chart.ts';
import { delaysChart } from './delays.chart.ts';
import { duplicatesChart } from './duplicates.chart.ts';
import { effectsChart } from './effects.chart.ts';
import { jitterChart } from './jitter.chart.ts';
import { keyStatesChart } from './key-states.chart.ts';
import { outboxLagChart, outboxPendingChart } from './outbox.charts.ts';
import { retriesChart } from './retries.chart.ts';

/** In the order of the page. */
export const CHARTS: readonly ((record: RunRecord) => Chart)[] = [
  effectsChart,
  duplicatesChart,
  outboxPendingChart,
  outboxLagChart,
  consumerLagChart,
  keyStatesChart,
  jitterChart,
  delaysChart,
  retriesChart,
  inFlightChart,
];
