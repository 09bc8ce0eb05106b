import { html, NOTHING, type Html, type HtmlPart } from '../html.ts';

export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

interface Table {
  readonly id: string;
  readonly title: string;
  readonly note?: HtmlPart;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly HtmlPart[])[];
  /** Said in place of a table without rows; without it such a section is left out. */
  readonly ifEmpty?: string;
}

/** A section of the page with one table, which scrolls by itself where the screen is too narrow. */
export function tableSection({ id, title, note = null, columns, rows, ifEmpty }: Table): Html {
  if (rows.length === 0 && ifEmpty === undefined) return NOTHING;
  const heading = html`<h2 id="${id}-title">${title}</h2>
    ${note === null ? null : html`<p class="note">${note}</p>`}`;
  if (rows.length === 0)
    return html`<section id="${id}" aria-labelledby="${id}-title">
      ${heading}
      <p class="empty">${ifEmpty ?? ''}</p>
    </section>`;
  return html`<section id="${id}" aria-labelledby="${id}-title">
    ${heading}
    <div class="scroll" tabindex="0" role="region" aria-labelledby="${id}-title">
      <table>
        <thead>
          <tr>
            ${columns.map(({ head, isNumber }) => html`<th scope="col" class="${isNumber ? 'number' : ''}">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => tableRow(row, columns))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const tableRow = (row: readonly HtmlPart[], columns: readonly Column[]): Html =>
  html`<tr>
    ${row.map((cell, index) => html`<td class="${columns[index]?.isNumber ? 'number' : ''}">${cell}</td>`)}
  </tr>`;
