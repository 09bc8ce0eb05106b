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

const actionOf = ({ kind, capture }: OperationRow): Action | undefined => {
  if (kind === 'charge.create') return capture === false ? 'authorize' : 'charge';
  return ({ 'charge.capture': 'capture', 'charge.cancel': 'cancel', 'refund.create': 'refund' } as const)[kind];
};

const requestOfOperation = (operation: OperationRow): string => {
  const action = actionOf(operation);
  return action === 'cancel' ? action : `${action ?? operation.kind} ${operation.amountMinor} ${operation.currency}`;
};

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
      if (asked.includes(requestOfOperation(operation))) return undefined;
      return {
        detail: differing('asked for', listed([...new Set(asked)]), requestOfOperation(operation)),
        subject: { operation: operation.id, key: keyName(operation) },
      };
    });
  },
};
