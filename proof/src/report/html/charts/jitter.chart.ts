import type { RunRecord } from '../../../model/run-record.ts';
import type { JitterTest } from '../../../model/workload-record.ts';
import { compact, grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { xAxis, yAxis } from '../plot/axis.ts';
import { bars } from '../plot/bars.ts';
import { PLOT } from '../plot/plot-area.ts';
import { linearScale, niceTicks, rounded, type Scale } from '../plot/scale.ts';
import type { Chart } from './chart.ts';

/** Normal quantile that one bar in a thousand passes. */
const ENVELOPE_SIGMAS = 3.29;
/** Below it the digits of a probability say no more. */
const SMALLEST_P = 1e-12;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/** How often each share of its bound was drawn, against what full jitter, a uniform draw, would give. */
export function jitterChart({ workload }: RunRecord): Chart {
  const shares = workload?.retry.shares ?? [];
  const total = shares.reduce((sum, count) => sum + count, 0);
  const envelope = envelopeOf(total, shares.length);
  const ticks = niceTicks(Math.max(envelope.high, ...shares), { isWhole: true });
  const y = linearScale([0, ticks.at(-1) ?? 1], [PLOT.bottom, PLOT.top]);
  const x = linearScale([0, 1], [PLOT.left, PLOT.right]);
  const step = 1 / Math.max(1, shares.length);
  const width = rounded((PLOT.right - PLOT.left) * step - 2);
  return {
    ...{ id: 'jitter', title: 'Retry delays against full jitter', bands: [] },
    note: `Each delay as a share of the bound it was drawn under. ${testText(workload?.retry.jitterTest ?? null)}`,
    legend: [
      { name: 'delays', look: 'bar' },
      { name: 'full jitter: expected, and where 999 of 1,000 bars lie', look: 'envelope' },
    ],
    drawing: [
      ...yAxis({ ticks, scale: y, show: compact }),
      ...xAxis({ ticks: SHARES, scale: x, show: percent }, 'jitter as a share of its bound'),
      ...(total > 0 ? [envelopeArea(envelope, y)] : []),
      ...bars(
        shares.map((value, index) => ({ x: rounded(x(index * step) + 1), width, value })),
        y,
      ),
      ...(total > 0 ? envelopeLines(envelope, y) : []),
    ],
    values: {
      along: 'share of the bound',
      xs: shares.map((_, index) => x((index + 0.5) * step)),
      labels: shares.map((_, index) => `${percent(index * step)} to ${percent((index + 1) * step)}`),
      series: [
        { name: 'delays', values: total === 0 ? shares.map(() => null) : shares },
        { name: 'expected', values: shares.map(() => rounded(envelope.expected)) },
      ],
      unit: '',
    },
  };
}

interface Envelope {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** Counts of a bar are binomial; by the normal distribution that is near enough from some ten a bar on. */
function envelopeOf(total: number, bins: number): Envelope {
  const share = 1 / Math.max(1, bins);
  const expected = total * share;
  const spread = ENVELOPE_SIGMAS * Math.sqrt(total * share * (1 - share));
  return { low: Math.max(0, expected - spread), expected, high: expected + spread };
}

const envelopeArea = ({ low, high }: Envelope, y: Scale): Html =>
  html`<rect
    class="envelope"
    x="${PLOT.left}"
    y="${y(high)}"
    width="${PLOT.right - PLOT.left}"
    height="${rounded(y(low) - y(high))}"
  />`;

/** In front of the bars, which hide the area. */
const envelopeLines = ({ low, expected, high }: Envelope, y: Scale): Html[] =>
  [
    { value: low, look: 'edge' },
    { value: expected, look: 'expected' },
    { value: high, look: 'edge' },
  ].map(
    ({ value, look }) =>
      html`<line class="${look}" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(value)}" y2="${y(value)}" />`,
  );

const percent = (share: number): string => `${Math.round(share * 100)}%`;

function testText(test: JitterTest | null): string {
  if (test === null) return 'There was no delay to test.';
  const { n, distance, criticalDistance, alpha, pValue, isUniform } = test;
  const found = `Kolmogorov–Smirnov: D = ${distance.toFixed(4)} with n = ${grouped(n)}, rejected from ${criticalDistance.toFixed(4)} (α = ${alpha.toExponential()}); p ${pValue < SMALLEST_P ? `< ${SMALLEST_P}` : `= ${pValue.toPrecision(2)}`}`;
  return `${found}: ${isUniform ? 'consistent with full jitter.' : 'NOT full jitter.'}`;
}
