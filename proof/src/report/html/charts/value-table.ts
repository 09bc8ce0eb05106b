import { grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import type { ChartValues } from './chart.ts';
import { thin } from './thin.ts';

/** What a person reads through; all values are in samples.ndjson and summary.json. */
const MAX_ROWS = 60;

export function valueTable({ along, labels, series, unit }: ChartValues): Html {
  const rows = thin({ atMs: labels.map((_, index) => index), series: series.map(({ values }) => values) }, MAX_ROWS);
  const isThinned = rows.atMs.length < labels.length;
  const head = series.map(
    ({ name }) => html`<th scope="col" class="number">${unit === '' ? name : `${name} (${unit})`}</th>`,
  );
  return html`<details class="values">
    <summary>Values as a table</summary>
    ${isThinned ? html`<p>Each row stands for all values up to it since the row before, with the highest of them.</p>` : null}
    <div class="scroll" tabindex="0" role="region" aria-label="Values">
      <table>
        <thead>
          <tr>
            <th scope="col">${along}</th>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows.atMs.map((index, row) =>
            valueRow(
              labels[index] ?? '',
              rows.series.map((values) => values[row] ?? null),
            ),
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

const valueRow = (label: string, values: readonly (number | null)[]): Html =>
  html`<tr>
    <th scope="row">${label}</th>
    ${values.map((value) => html`<td class="number">${value === null ? 'not known' : grouped(value)}</td>`)}
  </tr>`;
