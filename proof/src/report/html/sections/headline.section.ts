import type { RunRecord } from '../../../model/run-record.ts';
import { grouped } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';

/** The run in six numbers. */
export function headlineSection({ samples, suppressed, faults, crashPoints, invariants }: RunRecord): Html {
  const last = (valueOf: (sample: RunRecord['samples'][number]) => number | null): string => {
    const sample = samples.findLast((candidate) => valueOf(candidate) !== null);
    return sample === undefined ? 'not known' : grouped(valueOf(sample) ?? 0);
  };
  const judged = invariants.filter(({ verdict }) => verdict !== 'no_case');
  const held = judged.filter(({ verdict }) => verdict === 'held').length;
  return html`<section id="headline" aria-label="Headline">
    <dl class="tiles">
      ${tile(
        'operations that moved money',
        last(({ operationsDone }) => operationsDone),
      )}
      ${tile(
        'ledger effects',
        last(({ ledgerEffects }) => ledgerEffects),
      )}
      ${tile('duplicates suppressed', suppressed.length === 0 ? 'not known' : grouped(sum(suppressed.map(({ count }) => count))))}
      ${tile('times a fault bit', grouped(sum(faults.map(({ bites }) => bites))))}
      ${tile('kills at crash points', grouped(sum(crashPoints.map(({ kills }) => kills))))}
      ${tile('invariants held', `${held} of ${judged.length}`)}
    </dl>
  </section>`;
}

const tile = (name: string, value: string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
