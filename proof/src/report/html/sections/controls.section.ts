import type { ControlRecord } from '../../../model/control-record.ts';
import { html, type Html } from '../html.ts';
import { badge } from './badge.ts';
import { tableSection } from './table.ts';

export const controlsSection = (controls: readonly ControlRecord[]): Html =>
  tableSection({
    id: 'controls',
    title: 'Negative controls',
    note: 'A proof that cannot fail convinces nobody: each control takes one protection away and has to turn an invariant red.',
    columns: [{ head: 'result' }, { head: 'control' }, { head: 'turned red' }],
    rows: controls.map(({ name, removed, expectedInvariant, reddened, caught, detail }) => [
      caught ? badge('good', 'caught') : badge('bad', 'NOT CAUGHT'),
      html`<strong>${name}</strong><br />removed:
        ${removed}${detail === '' ? null : html`<br /><span class="note">${detail}</span>`}`,
      reddened.length === 0 ? html`nothing; expected <strong>${expectedInvariant}</strong>` : reddened.join(', '),
    ]),
    ifEmpty: 'None in this run; npm run prove:controls runs them.',
  });
