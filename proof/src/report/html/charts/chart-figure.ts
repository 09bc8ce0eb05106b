import { grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { CHART, PLOT } from '../plot/plot-area.ts';
import type { Chart, ChartValues, LegendItem } from './chart.ts';
import { valueTable } from './value-table.ts';

/** A chart with its title, legend and table. Without a single known value it says so: an empty frame would read as 0. */
export function chartFigure(chart: Chart): Html {
  const { id, title, note, values } = chart;
  const isEmpty = !values.series.some((series) => series.values.some((value) => value !== null));
  return html`<figure class="chart" id="chart-${id}">
    <figcaption>
      <h3>${title}</h3>
      <p>${note}</p>
    </figcaption>
    ${isEmpty ? html`<p class="empty">Nothing was recorded for this chart.</p>` : filled(chart)}
  </figure>`;
}

const filled = ({ title, legend, drawing, bands, values }: Chart): Html =>
  html`<ul class="legend">
      ${legend.map(legendItem)}
    </ul>
    <div class="stage">
      <svg
        viewBox="0 0 ${CHART.width} ${CHART.height}"
        role="img"
        tabindex="0"
        aria-label="${`${title}. ${spoken(values)} Arrow keys move through the values; the table below holds them.`}"
        data-values="${JSON.stringify({ ...values, bands: bands.map(({ name, from, to }) => ({ name, from, to })) })}"
      >
        ${drawing}
        <line class="cross" x1="0" x2="0" y1="${PLOT.top}" y2="${PLOT.bottom}" visibility="hidden" />
      </svg>
      <div class="tip" role="status" hidden></div>
    </div>
    ${valueTable(values)}`;

const legendItem = ({ name, look }: LegendItem): Html =>
  html`<li><svg viewBox="0 0 30 12" aria-hidden="true">${sign(look)}</svg>${name}</li>`;

const sign = (look: LegendItem['look']): Html =>
  look === 'bar' || look === 'envelope' || look === 'band'
    ? html`<rect class="${look}" x="3" y="1" width="24" height="10" />`
    : html`<path class="${look}" d="M1 6H29" />`;

/** What the picture shows, for those who do not see it. */
const spoken = ({ series, unit }: ChartValues): string =>
  series
    .map(({ name, values }) => {
      const known = values.filter((value) => value !== null);
      const last = known.at(-1);
      if (last === undefined) return `${name}: nothing known.`;
      return `${name}: highest ${grouped(Math.max(...known))}, last ${grouped(last)}${unit === '' ? '' : ` ${unit}`}.`;
    })
    .join(' ');
