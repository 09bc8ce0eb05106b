import { effectsByOperation } from '../../facts/effects-by-operation.ts';
import { movementOfEffect, movementOfEntry } from '../../facts/movement.ts';
import { isAcknowledged, isRefused, namedOperations, type NamedOperation } from '../../facts/named-operation.ts';
import { operationsByKey } from '../../facts/operations-by-key.ts';
import { differing, examineEach, listed, type Invariant } from '../invariant.ts';
import { refusals } from '../run-had.ts';

/** A client that was refused while another of the same key got through is judged by that other. */
const wasOnlyRefused = ({ askingCalls }: NamedOperation): boolean =>
  askingCalls.some(isRefused) && !askingCalls.some(isAcknowledged);

export const refusedDidNothing: Invariant = {
  name: 'refused-did-nothing',
  law: 'An operation that its clients were refused was neither done by the provider nor posted.',
  checkedAt: 'drained',
  expected: refusals,
  check: ({ history, chargeDb, provider, ledgerDb }) => {
    const operations = operationsByKey(chargeDb);
    const effects = effectsByOperation(chargeDb, provider);
    const entries = Map.groupBy(ledgerDb.entries, ({ operationId }) => operationId);
    return examineEach(namedOperations(history).filter(wasOnlyRefused), ({ name }) => {
      const ids = (operations.get(name) ?? []).map(({ id }) => id);
      const done = ids.flatMap((id) => (effects.get(id) ?? []).map(movementOfEffect));
      const posted = ids.flatMap((id) => (entries.get(id) ?? []).map(movementOfEntry));
      if (done.length + posted.length === 0) return undefined;
      return { detail: differing('done and posted', 'nothing', listed([...done, ...posted])), subject: { key: name } };
    });
  },
};
