import { html, type Html } from '../html.ts';
import { PLOT } from './plot-area.ts';
import type { Scale } from './scale.ts';

interface Axis {
  readonly ticks: readonly number[];
  readonly scale: Scale;
  readonly show: (value: number) => string;
}

/** Lines across the plot, each with its value at the left. */
export const yAxis = ({ ticks, scale, show }: Axis): Html[] =>
  ticks.map((tick) => {
    const y = scale(tick);
    return html`<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}" /><text
        class="tick y"
        x="${PLOT.left - 6}"
        y="${y}"
        dy="0.35em"
        >${show(tick)}</text
      >`;
  });

/** Values below the plot, with a name for what they are. */
export const xAxis = ({ ticks, scale, show }: Axis, name: string): Html[] => [
  html`<line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}" />`,
  ...ticks.map((tick) => html`<text class="tick x" x="${scale(tick)}" y="${PLOT.bottom + 16}">${show(tick)}</text>`),
  html`<text class="tick end" x="${PLOT.right}" y="${PLOT.bottom + 37}">${name}</text>`,
];
