import type { RunRecord } from '../../../model/run-record.ts';
import type { DelaySpread } from '../../../model/workload-record.ts';
import { duration, grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { xAxis, yAxis } from '../plot/axis.ts';
import { PLOT } from '../plot/plot-area.ts';
import { linearScale, rounded, type Scale } from '../plot/scale.ts';
import type { Chart } from './chart.ts';

/** Doubling bounds up to a cap are a dozen at most; more would be unreadable and are in summary.json. */
const MAX_BOUNDS = 12;
const MAX_BAR_WIDTH = 36;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** For each bound of the back-off: from the shortest to the longest delay, as shares, for bounds double with each step. */
export function delaysChart({ workload }: RunRecord): Chart {
  const delays = (workload?.retry.delays ?? []).filter(({ boundMs }) => boundMs > 0).slice(0, MAX_BOUNDS);
  const y = linearScale([0, 1], [PLOT.bottom, PLOT.top]);
  const slot = (PLOT.right - PLOT.left) / Math.max(1, delays.length);
  const xs = delays.map((_, index) => rounded(PLOT.left + (index + 0.5) * slot));
  const bounds = delays.map(({ boundMs }) => duration(boundMs));
  const width = Math.min(MAX_BAR_WIDTH, slot * 0.6);
  return {
    ...{ id: 'delays', title: 'Retry delays by step of the back-off', bands: [] },
    note: 'Under full jitter the delays of a step fill everything from 0 to its bound, and their median is half of it.',
    legend: [
      { name: 'shortest to longest', look: 'bar' },
      { name: 'median', look: 'expected' },
    ],
    drawing: [
      ...yAxis({ ticks: SHARES, scale: y, show: (share) => `${share * 100}%` }),
      ...xAxis(
        { ticks: [...delays.keys()], scale: (index) => xs[index] ?? 0, show: (index) => bounds[index] ?? '' },
        'bound of the step; delays as a share of it',
      ),
      ...delays.map((delay, index) => spread(delay, { x: xs[index] ?? 0, width }, y)),
    ],
    values: {
      ...{ along: 'bound', xs, unit: 'ms' },
      labels: delays.map(({ count }, index) => `${bounds[index] ?? ''} (${grouped(count)} delays)`),
      series: [
        { name: 'shortest', values: delays.map(({ minMs }) => minMs) },
        { name: 'median', values: delays.map(({ medianMs }) => medianMs) },
        { name: 'longest', values: delays.map(({ maxMs }) => maxMs) },
      ],
    },
  };
}

function spread(
  { boundMs, minMs, medianMs, maxMs }: DelaySpread,
  at: { readonly x: number; readonly width: number },
  y: Scale,
): Html {
  const left = rounded(at.x - at.width / 2);
  const top = y(maxMs / boundMs);
  const height = Math.max(1, rounded(y(minMs / boundMs) - top));
  const median = y(medianMs / boundMs);
  return html`<rect class="bar" x="${left}" y="${top}" width="${rounded(at.width)}" height="${height}" /><line
      class="expected"
      x1="${rounded(left - 4)}"
      x2="${rounded(left + at.width + 4)}"
      y1="${median}"
      y2="${median}"
    />`;
}
