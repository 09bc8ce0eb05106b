import type { Action, InvokeEntry } from '../../../model/history.ts';
import { namedOperations } from '../../facts/named-operation.ts';
import { keyName } from '../../facts/key-name.ts';
import type { OperationRow } from '../../sources/charge-db/charge-db.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledged } from '../run-had.ts';

/** The one kind of operation that no client asks for. */
const OF_THE_SERVICE = 'charge.expire';

const requestOf = ({ action, amountMinor, currency }: InvokeEntry): string =>
  action === 'cancel' ? action : `${action} ${BigInt(amountMinor)} ${currency}`;

const actionsOf = ({ kind, capture }: OperationRow): readonly (Action | undefined)[] => {
  // Of a new charge that failed nobody knows any more whether it was to be captured at once.
  if (kind === 'charge.create' && capture === null) return ['charge', 'authorize'];
  if (kind === 'charge.create') return [capture === false ? 'authorize' : 'charge'];
  const action = ({ 'charge.capture': 'capture', 'charge.cancel': 'cancel', 'refund.create': 'refund' } as const)[kind];
  return [action];
};

const requestsOfOperation = (operation: OperationRow): string[] =>
  actionsOf(operation).map((action) =>
    action === 'cancel' ? action : `${action ?? operation.kind} ${operation.amountMinor} ${operation.currency}`,
  );

export const doneAsAsked: Invariant = {
  name: 'done-as-asked',
  law: 'Every operation was asked for by a client, under its tenant and key, with the same action, amount and currency; a reused key changed none of it.',
  checkedAt: 'always',
  expected: acknowledged,
  check: ({ history, chargeDb }) => {
    const named = new Map(namedOperations(history).map((operation) => [operation.name, operation]));
    const operations = chargeDb.operations.filter(({ kind }) => kind !== OF_THE_SERVICE);
    return examineEach(operations, (operation) => {
      const asked = named.get(keyName(operation))?.askingCalls.map(({ invoke }) => requestOf(invoke)) ?? [];
      const done = requestsOfOperation(operation);
      if (done.some((request) => asked.includes(request))) return undefined;
      return {
        detail: differing('asked for', listed([...new Set(asked)]), listed(done)),
        subject: { operation: operation.id, key: keyName(operation) },
      };
    });
  },
};
