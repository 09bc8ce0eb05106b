import type { RunRecord } from '../../../model/run-record.ts';
import type { HerdRecord } from '../../../model/workload-record.ts';
import { clockTime, compact, duration, grouped } from '../../show-numbers.ts';
import { html } from '../html.ts';
import { yAxis } from '../plot/axis.ts';
import { bars } from '../plot/bars.ts';
import { bandsOf, faultBands } from '../plot/fault-bands.ts';
import { PLOT } from '../plot/plot-area.ts';
import { linearScale, niceTicks, rounded } from '../plot/scale.ts';
import type { Chart } from './chart.ts';
import { BAND_LEGEND, runEndMs, timeAxis } from './time-chart.ts';

/** A window of 100 ms would be a fraction of a pixel: each bar is the highest window of a stretch. */
const BARS = 150;

export function retriesChart(record: RunRecord): Chart {
  const { per100Ms = [], peakLimit = null, herd = null } = record.workload?.retry ?? {};
  const endMs = runEndMs(record);
  const x = linearScale([0, endMs], [PLOT.left, PLOT.right]);
  const peaks = peaksOf(per100Ms, endMs);
  const ticks = niceTicks(Math.max(peakLimit ?? 0, ...peaks), { isWhole: true });
  const y = linearScale([0, ticks.at(-1) ?? 1], [PLOT.bottom, PLOT.top]);
  const width = rounded((PLOT.right - PLOT.left) / BARS);
  const bands = bandsOf(record, x);
  const starts = peaks.map((_, index) => x((index * endMs) / BARS));
  return {
    ...{ id: 'retries', title: 'Retries per 100 ms', bands },
    note: `Each bar is the highest 100 ms window within ${duration(endMs / BARS)}. Clients that retry in step would make spikes: a thundering herd.${herdText(herd)}`,
    legend: [
      { name: 'retries in the highest window', look: 'bar' },
      ...(peakLimit === null ? [] : [{ name: `limit, ${grouped(peakLimit)}`, look: 'limit' as const }]),
      ...(bands.length > 0 ? [BAND_LEGEND] : []),
    ],
    drawing: [
      ...faultBands(bands),
      ...yAxis({ ticks, scale: y, show: compact }),
      ...timeAxis(endMs, x),
      ...bars(
        peaks.map((value, index) => ({ x: starts[index] ?? 0, width: Math.max(1, width - 0.4), value })),
        y,
      ),
      ...(peakLimit === null
        ? []
        : [
            html`<line class="limit" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(peakLimit)}" y2="${y(peakLimit)}" />`,
          ]),
    ],
    values: {
      along: 'time',
      xs: starts.map((start) => rounded(start + width / 2)),
      labels: peaks.map((_, index) => clockTime((index * endMs) / BARS)),
      series: [
        { name: 'retries in the highest 100 ms', values: per100Ms.length === 0 ? peaks.map(() => null) : peaks },
      ],
      unit: '',
    },
  };
}

const herdText = (herd: HerdRecord | null): string =>
  herd === null
    ? ''
    : ` The limit: of ${grouped(herd.clients)} clients that lost their connections in one moment, each drew its pause from ${duration(herd.jitterWindowMs)}; with full jitter no window holds more than ${grouped(herd.limit - herd.otherRetries)} of them, but once in a million runs (their process stood still for up to ${duration(herd.stallMs)}), and ${grouped(herd.otherRetries)} of others.`;

function peaksOf(windows: readonly { readonly fromMs: number; readonly count: number }[], endMs: number): number[] {
  const peaks = Array.from({ length: BARS }, () => 0);
  for (const { fromMs, count } of windows) {
    const index = Math.min(BARS - 1, Math.max(0, Math.floor((fromMs / endMs) * BARS)));
    peaks[index] = Math.max(peaks[index] ?? 0, count);
  }
  return peaks;
}
