import { deedOfAction, movementOfCall, movementOfEntry, movesMoney } from '../../facts/movement.ts';
import { acknowledgedCalls } from '../../facts/named-operation.ts';
import { keyName } from '../../facts/key-name.ts';
import { operationsByKey } from '../../facts/operations-by-key.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { acknowledgedMoney } from '../run-had.ts';

/** The headline: what a client was told is in the books, once, with its amount. */
export const acknowledgedPostedOnce: Invariant = {
  name: 'acknowledged-posted-once',
  law: 'Every capture and refund that a client was told of (2xx) is posted exactly once, with its amount and currency.',
  checkedAt: 'drained',
  expected: acknowledgedMoney,
  check: ({ history, chargeDb, ledgerDb }) => {
    const operations = operationsByKey(chargeDb);
    const entries = Map.groupBy(ledgerDb.entries, ({ operationId }) => operationId);
    const calls = acknowledgedCalls(history).filter(({ invoke }) => movesMoney(deedOfAction(invoke.action)));
    return examineEach(calls, ({ invoke, end }) => {
      const own = operations.get(keyName(invoke)) ?? [];
      const posted = own.flatMap(({ id }) => entries.get(id) ?? []);
      const expected = movementOfCall(invoke);
      const found = listed(posted.map(movementOfEntry));
      const subject = { call: invoke.call, key: keyName(invoke), operation: listed(own.map(({ id }) => id)) };
      if (found !== expected) return { detail: differing('posted', expected, found), subject };
      const charge = end?.chargeId ?? null;
      if (charge === null || posted.every(({ chargeId }) => chargeId === charge)) return undefined;
      return { detail: differing('charge of the entry', charge, posted[0]?.chargeId), subject };
    });
  },
};
