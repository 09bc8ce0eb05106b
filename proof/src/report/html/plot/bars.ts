import { html, type Html } from '../html.ts';
import { PLOT } from './plot-area.ts';
import { rounded, type Scale } from './scale.ts';

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly value: number;
}

/** Bars from the bottom; one that is not 0 is never too small to be seen. */
export const bars = (all: readonly Bar[], y: Scale): Html[] =>
  all
    .filter(({ value }) => value > 0)
    .map(({ x, width, value }) => {
      const height = Math.max(1, rounded(PLOT.bottom - y(value)));
      return html`<rect
        class="bar"
        x="${x}"
        y="${rounded(PLOT.bottom - height)}"
        width="${width}"
        height="${height}"
      />`;
    });
