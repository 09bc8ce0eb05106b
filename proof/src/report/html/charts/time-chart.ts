import type { RunRecord } from '../../../model/run-record.ts';
import type { RunSample } from '../../../model/run-sample.ts';
import { clockTime, compact } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { xAxis, yAxis } from '../plot/axis.ts';
import { bandsOf, faultBands } from '../plot/fault-bands.ts';
import { linePath } from '../plot/line.ts';
import { PLOT } from '../plot/plot-area.ts';
import { linearScale, niceTicks, type Scale } from '../plot/scale.ts';
import { timeTicks } from '../plot/time-ticks.ts';
import type { Chart, LegendItem } from './chart.ts';
import { thin } from './thin.ts';

type Slot = 1 | 2 | 3 | 4 | 5 | 6;

export interface TimeSeries {
  readonly name: string;
  readonly slot: Slot;
  /** Broad and pale, so that a line that lies on it is seen as well as it. Slot 1 only. */
  readonly isWide?: boolean;
  readonly valueOf: (sample: RunSample) => number | null;
}

export interface TimeChartOptions {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly unit: string;
  readonly isWhole?: boolean;
  readonly series: readonly TimeSeries[];
}

/** About one point for each unit of the plot's width. */
const MAX_POINTS = 400;

export const BAND_LEGEND: LegendItem = { name: 'fault window (number: see Faults)', look: 'band' };

/** Lines over the time of the run, the fault windows behind them. */
export function timeChart(record: RunRecord, options: TimeChartOptions): Chart {
  const { id, title, note, unit, series, isWhole = true } = options;
  const { samples } = record;
  const points = thin(
    { atMs: samples.map(({ atMs }) => atMs), series: series.map(({ valueOf }) => samples.map(valueOf)) },
    MAX_POINTS,
  );
  const endMs = runEndMs(record);
  const x = linearScale([0, endMs], [PLOT.left, PLOT.right]);
  const yTicks = niceTicks(Math.max(0, ...points.series.flat().map((value) => value ?? 0)), { isWhole });
  const y = linearScale([0, yTicks.at(-1) ?? 1], [PLOT.bottom, PLOT.top]);
  const xs = points.atMs.map(x);
  const bands = bandsOf(record, x);
  return {
    ...{ id, title, note, bands },
    legend: [
      ...series.map(({ name, slot, isWide }) => ({ name, look: lookOf(slot, isWide) })),
      ...(bands.length > 0 ? [BAND_LEGEND] : []),
    ],
    drawing: [
      ...faultBands(bands),
      ...yAxis({ ticks: yTicks, scale: y, show: compact }),
      ...timeAxis(endMs, x),
      ...series.map(({ slot, isWide }, index) =>
        line(lookOf(slot, isWide), linePath(points.series[index] ?? [], xs, y)),
      ),
    ],
    values: {
      ...{ along: 'time', xs, unit },
      labels: points.atMs.map(clockTime),
      series: series.map(({ name }, index) => ({ name, values: points.series[index] ?? [] })),
    },
  };
}

const lookOf = (slot: Slot, isWide = false): LegendItem['look'] => (isWide ? 'line s1 wide' : `line s${slot}`);

const line = (look: LegendItem['look'], path: string): Html => html`<path class="${look}" d="${path}" />`;

export const timeAxis = (endMs: number, x: Scale): Html[] =>
  xAxis({ ticks: timeTicks(endMs), scale: x, show: clockTime }, 'minutes:seconds since the run began');

/** The last thing that has a time, so that charts of one run have one axis. */
export const runEndMs = ({ phases, samples, startedAt, endedAt }: RunRecord): number =>
  Math.max(
    1_000,
    Date.parse(endedAt) - Date.parse(startedAt) || 0,
    samples.at(-1)?.atMs ?? 0,
    phases.at(-1)?.endedAtMs ?? 0,
  );
