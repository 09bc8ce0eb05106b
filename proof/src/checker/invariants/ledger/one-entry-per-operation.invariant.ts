import { movementOfEntry } from '../../facts/movement.ts';
import { differing, listed, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

export const oneEntryPerOperation: Invariant = {
  name: 'one-entry-per-operation',
  law: 'No operation and no event is posted twice.',
  checkedAt: 'always',
  expected: acknowledgedMoney,
  check: ({ ledgerDb }) => {
    const { entries } = ledgerDb;
    const groups = [
      ...[...Map.groupBy(entries, ({ operationId }) => operationId)].map((group) => ['operation', ...group] as const),
      ...[...Map.groupBy(entries, ({ sourceEventId }) => sourceEventId)].map((group) => ['event', ...group] as const),
    ];
    const repeated = groups.filter(([, id, group]) => id !== '' && group.length > 1);
    return {
      examined: entries.length,
      breaches: repeated.map(([kind, id, group]) => ({
        detail: differing(`entries of one ${kind}`, 'one', listed(group.map(movementOfEntry))),
        subject: { [kind]: id, entries: listed(group.map((entry) => entry.id)) },
      })),
    };
  },
};
